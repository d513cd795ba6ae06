import { once } from 'node:events'
import { lstat, unlink } from 'node:fs/promises'
import type { Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { HallpassError } from '@hallpass/core'
import { errorFields } from './access-line.js'
import type { Address } from './listen-address.js'
import type { GateSettings } from './read-options.js'

/**
 * Listens, and resolves to the address as a URL or `unix:/path`. A unix socket that a dead process left behind is replaced.
 * @throws HallpassError `ERR_OPTIONS` where the address cannot be had
 */
export async function listen(server: Server, address: Address, { socketMode, log }: ListenSettings): Promise<string> {
  try {
    await ('path' in address ? listenOnSocket(server, address.path, socketMode) : listening(server, address))
  } catch (cause) {
    const where = 'path' in address ? address.path : `${address.host}:${address.port}`
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new HallpassError('ERR_OPTIONS', `gate: cannot listen on ${where}: ${why}`, { cause })
  }
  server.on('error', (error) => log.error(errorFields(error), 'the server failed'))
  return 'path' in address ? `unix:${address.path}` : urlOf(server.address() as AddressInfo)
}

type ListenSettings = Pick<GateSettings, 'socketMode' | 'log'>

function urlOf({ address, family, port }: AddressInfo): string {
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`
}

async function listenOnSocket(server: Server, path: string, mode: number): Promise<void> {
  if (await isLeftBehind(path)) await unlink(path)
  // Node binds before listen returns: from the first moment nobody else may connect.
  const before = process.umask(0o777 & ~mode)
  try {
    const ready = listening(server, { path })
    process.umask(before)
    await ready
  } finally {
    process.umask(before)
  }
}

async function listening(server: Server, where: { path: string } | { host: string; port: number }): Promise<void> {
  const ready = once(server, 'listening')
  server.listen(where)
  await ready
}

/** Whether a socket is there on which nobody listens. */
async function isLeftBehind(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined)
  if (!found?.isSocket()) return false
  return new Promise((resolve) => {
    const probe = connect(path)
    probe
      .once('connect', () => resolve(false))
      .once('error', (error: NodeJS.ErrnoException) => {
        resolve(error.code === 'ECONNREFUSED')
      })
    probe.once('connect', () => probe.destroy())
  })
}
