import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { stage } from '../stage.js'

const FORWARD = ['gate', '--mode', 'forward-auth', '--dialect', 'nginx']
const BEFORE = ['gate', '--mode', 'proxy', '--upstream', 'unix:/run/app.sock']

describe('hallpass gate', () => {
  it.each([
    ['no mode', ['gate'], 2, "required option '--mode <mode>' not specified"],
    ['another mode', ['gate', '--mode', 'both'], 2, 'mode must be "forward-auth" or "proxy", got "both"'],
    ['nobody who may ask', FORWARD, 2, 'needs to know who may ask'],
    ['no dialect', FORWARD.slice(0, 3), 2, 'dialect must be'],
    ['networks of which one is none', [...FORWARD, '--trusted-peers', '10.0.0.0/8, nonsense'], 2, 'got "nonsense"'],
    ['a limit that is no number', [...FORWARD, '--limit', 'pending=many'], 2, 'limits.pending must be a whole number'],
    ['a limit that is none', [...FORWARD, '--limit', 'speed=1'], 2, 'has no option "speed"'],
    ['no secret in its file', [...FORWARD, '--secret-file', 'none'], 3, 'the secret could not be read'],
    ['a short secret in its file', [...FORWARD, '--secret-file', 'short'], 2, 'secret must be a text of 16'],
    ['an option of the other mode', [...BEFORE, '--limited-uses'], 2, 'has no option "limitedUses"'],
    ['a secret of the other mode', [...BEFORE, '--secret-file', 'short'], 2, 'has no option "secret"'],
    ['places of which one is none', [...BEFORE, '--from', 'basic,body:t'], 2, 'got "body:t"'],
    ['an address that is none', [...BEFORE, '--listen', '8080'], 2, 'listen must be an address'],
  ])('says in one line why it does not start with %s', async (_, words, code, text) => {
    const { cwd, run } = stage()
    writeFileSync(join(cwd, 'short'), 'short\n')
    const ended = await run(words)
    const said = ended.err
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('{'))
    expect(ended).toMatchObject({ code, out: '' })
    expect(said).toEqual([expect.stringMatching(/^hallpass: /)])
    expect(said[0]).toContain(text)
  })

  it('says in one line that its port is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    const { code, err } = await stage().run([...BEFORE, '--listen', `127.0.0.1:${port}`])
    expect([code, err]).toEqual([2, expect.stringMatching(/^hallpass: gate: cannot listen on .*EADDRINUSE.*\n$/)])
    server.close()
  })

  it('starts and stops in good order, with the secret of the environment, which it shows nowhere', async () => {
    const secret = 'a-secret-of-the-environment'
    const { cwd, run } = stage()
    const socket = join(cwd, 'gate.sock')
    const env = { HALLPASS_GATE_SECRET: secret }
    const words = [...FORWARD, '--listen', '127.0.0.1:0', '--admin-listen', `unix:${socket}`]
    const { code, out, err } = await run(words, { env, signal: AbortSignal.abort('SIGTERM') })
    expect([code, out]).toEqual([0, ''])
    expect(err).not.toContain(secret)
    const said = err
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(said.map(({ msg }) => msg)).toEqual([
      'tokens with limited uses open nothing here that spends them',
      'listening',
      'stopping',
      'stopped',
    ])
    expect(said[0].scopes).toEqual(['deploy'])
    expect(said[1].gate).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  })
})
