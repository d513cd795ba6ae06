import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTokenService, memoryStore } from '@hallpass/core'
import { createGate, type ForwardAuthOptions } from 'hallpass'
import { describe, expect, it } from 'vitest'
import { question } from './questions.js'
import { flow } from './scopes.js'
import { bearer, statusOf, withGate } from './world.js'

const SECRET = 'a secret of the proxy'.replaceAll(' ', '-')
const FORWARD: ForwardAuthOptions = { mode: 'forward-auth', dialect: 'nginx' }
const OPEN = { method: 'GET', target: '/flows/f-1' }

describe('who may ask', () => {
  it.each([
    [['127.0.0.1'], 200],
    [['127.0.0.0/8'], 200],
    [['::1', '127.0.0.1/32'], 200],
    [['::ffff:127.0.0.1'], 200],
    [['127.0.0.2'], 403],
    [['10.0.0.0/8', 'fd00::/8'], 403],
    [['::1'], 403],
  ])('is who has an address of %j: %i', (trustedPeers, status) =>
    withGate({ ...FORWARD, trustedPeers }, async ({ mint, send }) => {
      expect(statusOf(await send(question('nginx', { ...OPEN, lines: [bearer(await mint())] })))).toBe(status)
    }),
  )

  it.each([
    ['the secret', [`X-Hallpass-Gate-Secret: ${SECRET}`], 200],
    ['none', [], 403],
    ['another', [`X-Hallpass-Gate-Secret: ${SECRET}x`], 403],
    ['an empty one', ['X-Hallpass-Gate-Secret:'], 403],
    ['it twice', [`X-Hallpass-Gate-Secret: ${SECRET}`, `X-Hallpass-Gate-Secret: ${SECRET}`], 403],
    ['another spelling beside it', [`X-Hallpass-Gate-Secret: ${SECRET}`, 'X_Hallpass_Gate_Secret: x'], 403],
  ])('is who shows %s', (_, lines, status) =>
    withGate({ ...FORWARD, secret: SECRET }, async ({ mint, send, logged }) => {
      const all = [bearer(await mint()), ...lines]
      expect(statusOf(await send(question('nginx', { ...OPEN, lines: all })))).toBe(status)
      expect(logged()).not.toContain(SECRET)
    }),
  )

  it('is who has the address and shows the secret, where both are asked for', () =>
    withGate({ ...FORWARD, trustedPeers: ['10.0.0.1'], secret: SECRET }, async ({ mint, send }) => {
      const lines = [bearer(await mint()), `X-Hallpass-Gate-Secret: ${SECRET}`]
      expect(statusOf(await send(question('nginx', { ...OPEN, lines })))).toBe(403)
    }))
})

describe('a unix socket', () => {
  it.each(['0660', '0600'] as const)('is open to whom its mode says from its first moment: %s', (socketMode) =>
    inFolder(async (path) => {
      const umask = process.umask(0)
      try {
        const gate = createGate(newService(), { ...FORWARD, listen: `unix:${path}`, socketMode })
        const listening = gate.listen()
        await expect.poll(() => (statSync(path).mode & 0o777).toString(8)).toBe(socketMode.slice(1))
        expect(process.umask()).toBe(0)
        expect((await listening).gate).toBe(`unix:${path}`)
        await gate.stop()
      } finally {
        process.umask(umask)
      }
    }),
  )

  it('answers, and is replaced where a dead process left it', () =>
    inFolder(async (path) => {
      await leaveBehind(path)
      const service = newService()
      const gate = createGate(service, { ...FORWARD, listen: `unix:${path}` })
      await gate.listen()
      const { token } = await service.mint(flow, { resourceId: 'f-1' })
      expect(await askOn(path, token)).toBe(200)
      await gate.stop()
    }))

  it('is not taken from a gate that lives, nor is a file', () =>
    inFolder(async (path) => {
      const gate = createGate(newService(), { ...FORWARD, listen: `unix:${path}` })
      await gate.listen()
      const second = createGate(newService(), { ...FORWARD, listen: `unix:${path}` })
      await expect(second.listen()).rejects.toThrow(/^gate: cannot listen on .*EADDRINUSE/)
      await gate.stop()
      writeFileSync(path, 'a file')
      await expect(second.listen()).rejects.toThrow(/EADDRINUSE/)
    }))
})

function newService() {
  return createTokenService({ scopes: [flow], store: memoryStore() })
}

async function inFolder(test: (path: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-gate-'))
  try {
    await test(join(folder, 'gate.sock'))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A socket that nobody listens on any more: Node removes it at close, unless it is linked once more. */
async function leaveBehind(path: string): Promise<void> {
  const { linkSync } = await import('node:fs')
  const server = createServer().listen(`${path}.first`)
  await new Promise((resolve) => server.once('listening', resolve))
  linkSync(`${path}.first`, path)
  await new Promise((resolve) => server.close(resolve))
}

function askOn(socketPath: string, token: string): Promise<number | undefined> {
  const headers = { 'x-original-method': 'GET', 'x-original-uri': '/flows/f-1', authorization: `Bearer ${token}` }
  return new Promise((resolve, reject) => {
    request({ socketPath, headers, agent: false }, (response) => resolve(response.resume().statusCode))
      .once('error', reject)
      .end()
  })
}
