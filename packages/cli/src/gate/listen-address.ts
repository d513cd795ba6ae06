import { isIP } from 'node:net'
import { isAbsolute } from 'node:path'
import { wrong } from './option-checks.js'

/** Where a server listens, or an upstream is. */
export type Address = SocketAddress | { readonly host: string; readonly port: number }

/** A unix socket. */
export interface SocketAddress {
  readonly path: string
}

/**
 * Reads `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080` or `unix:/run/gate.sock`. Port 0 is a free one.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function readListen(name: string, text: unknown): Address {
  const address = typeof text === 'string' ? (socketOf(text) ?? hostAndPort(text)) : undefined
  if (address === undefined) throw wrong(name, 'an address such as "127.0.0.1:8080" or "unix:/run/gate.sock"', text)
  return address
}

/**
 * Reads `http://host:port` or `unix:/run/app.sock`: one upstream, without a path.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function readUpstream(text: unknown): Address {
  const address = typeof text === 'string' ? (socketOf(text) ?? hostAndPort(withoutScheme(text))) : undefined
  if (address !== undefined && !('port' in address && address.port === 0)) return address
  throw wrong('upstream', 'an address such as "http://127.0.0.1:3000" or "unix:/run/app.sock"', text)
}

function socketOf(text: string): SocketAddress | undefined {
  const path = text.startsWith('unix:') ? text.slice('unix:'.length) : ''
  return isAbsolute(path) && !path.includes('\0') ? { path } : undefined
}

/** Empty, which is no address, where the scheme is another. */
function withoutScheme(text: string): string {
  return /^http:\/\/(.+?)\/?$/.exec(text)?.[1] ?? ''
}

function hostAndPort(text: string): Address | undefined {
  const [, bracketed, plain = '', port = ''] = /^(?:\[([^\]]*)\]|([A-Za-z0-9.-]+)):(\d{1,5})$/.exec(text) ?? []
  const host = bracketed ?? plain
  const isHost = bracketed === undefined ? plain !== '' : isIP(bracketed) === 6
  return isHost && Number(port) <= 65_535 ? { host, port: Number(port) } : undefined
}
