import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createTokenService, defineScope } from '@hallpass/core'
import { fileStore } from '@hallpass/file'
import { describe, expect, it } from 'vitest'
import { configuredFolder, runToEnd, start, writeTerokTokens } from './run-command.js'

const IMPORT = ['import', 'tokens.json', '--scope', 'report', '--ttl', '1h', '--map']

/** The built command with pipes: what programs see of it. */
export function pipesSuite(path: () => string): void {
  const run = (cwd: string, words: readonly string[], stdin = '') =>
    runToEnd(cwd, process.execPath, [path(), ...words], stdin)

  describe('with pipes', () => {
    it('mints, tells, explains and revokes, in JSON', async () => {
      const cwd = configuredFolder('sqlite:tokens.db')
      const minted = JSON.parse((await run(cwd, ['mint', 'report', '--resource', 'r', '--json'])).out)
      const { out, err, code } = await run(cwd, ['list', '--json'])
      expect([code, err, JSON.parse(out).id]).toEqual([0, '', minted.id])
      const explained = await run(cwd, ['explain', '-', 'GET', '/reports/r', '--json'], minted.token)
      expect([explained.code, JSON.parse(explained.out).route]).toEqual([0, 'GET /reports/:id'])
      expect((await run(cwd, ['revoke', minted.id, '--json'])).out).toBe(
        `{"id":"${minted.id}","ok":true,"changed":true}\n`,
      )
      expect((await run(cwd, ['explain', '-', 'GET', '/reports/r'], minted.token)).code).toBe(1)
    })

    it('ends wrong use with one line and code 2', async () => {
      const { code, out, err } = await run(configuredFolder(), ['approve'])
      const line = "hallpass: missing required argument 'id'; expected: hallpass approve [options] <id>\n"
      expect([code, out, err]).toEqual([2, '', line])
    })

    it('D2 makes directories 0700 and files 0600 under umask 0, and a configuration that others cannot write', async () => {
      const cwd = configuredFolder()
      writeTerokTokens(join(cwd, 'tokens.json'), 1)
      const script =
        'umask 0; mv hallpass.config.mjs kept.mjs; "$@" init --store file:./tokens && ' +
        '"$@" import tokens.json --config kept.mjs --scope report --ttl 1h --map map'
      const { code } = await runToEnd(cwd, 'bash', ['-c', script, 'sh', process.execPath, path()])
      expect(code).toBe(0)
      expect(modeOf(cwd, 'hallpass.config.js')).toBe('644')
      expect(modeOf(cwd, 'map')).toBe('600')
      const kept = readdirSync(join(cwd, 'tokens'), { recursive: true, withFileTypes: true })
      const modes = kept.map((entry) => `${entry.isDirectory()} ${modeOf(entry.parentPath, entry.name)}`)
      expect([...new Set(modes)].sort()).toEqual(['false 600', 'true 700'])
    })

    it('D3 two processes that import 500 each lose none; a reader that leaves early is no error', async () => {
      const cwd = configuredFolder()
      writeTerokTokens(join(cwd, 'tokens.json'), 500)
      const ends = await Promise.all(['a', 'b'].map((map) => run(cwd, [...IMPORT, map])))
      expect(ends.map(({ code }) => code)).toEqual([0, 0])
      const ids = ['a', 'b'].flatMap((map) => linesOf(join(cwd, map)).map(({ id }) => id))
      const { out } = await run(cwd, ['list', '--json'])
      expect(parsed(out).map(({ id }) => id)).toEqual(ids.sort())
      expect(new Set(ids).size).toBe(1000)
      const head = ['-c', 'set -o pipefail; "$@" list --json | head -n 1', 'sh', process.execPath, path()]
      expect(await runToEnd(cwd, 'bash', head)).toEqual({
        code: 0,
        signal: null,
        out: `${out.split('\n')[0]}\n`,
        err: '',
      })
    })

    it('D4 a directory that is not there is empty, and neither list, revoke nor sweep makes it', async () => {
      const cwd = configuredFolder()
      for (const words of [['list'], ['revoke', '--subject', 's'], ['sweep']])
        expect(await run(cwd, words)).toMatchObject({ code: 0, out: '' })
      expect(await run(cwd, ['revoke', 'unknown'])).toMatchObject({
        code: 1,
        err: 'hallpass: the token "unknown" is not known\n',
      })
      expect(existsSync(join(cwd, 'tokens'))).toBe(false)
    })

    it('D5 a damaged record is told of, in a line of its own, and the others are listed', async () => {
      const cwd = configuredFolder()
      for (const id of ['a', 'b']) await run(cwd, ['mint', 'report', '--resource', id])
      const records = join(cwd, 'tokens/records')
      const files = readdirSync(records, { recursive: true, withFileTypes: true }).filter(
        (entry) => entry.isFile() && statSync(join(entry.parentPath, entry.name)).size > 0,
      )
      writeFileSync(join(files[0]?.parentPath ?? '', files[0]?.name ?? ''), '{')
      const { code, out, err } = await run(cwd, ['list', '--json'])
      expect([code, parsed(out).length]).toEqual([0, 1])
      expect(err).toMatch(/^hallpass: warning: the record "\w{16}" .+; It is kept in .+\n$/)
    })

    it('D6 what a command mints or revokes, an open service sees at its next call', async () => {
      const cwd = configuredFolder()
      const report = defineScope({ name: 'report', routes: ['GET /reports/:id'], resource: 'id', maxTtl: '1h' })
      const service = createTokenService({ scopes: [report], store: fileStore(join(cwd, 'tokens')) })
      const request = { method: 'GET', target: '/reports/r' }
      const { id, token } = JSON.parse((await run(cwd, ['mint', 'report', '--resource', 'r', '--json'])).out)
      expect(await service.validate(token, request)).toMatchObject({ ok: true })
      await run(cwd, ['revoke', id])
      expect(await service.validate(token, request)).toMatchObject({ refusal: { reason: 'revoked' } })
      await service.close()
    })

    it('revokes a token whose text it cannot write', async () => {
      const cwd = configuredFolder()
      const full = ['-c', '"$@" mint report --resource r > /dev/full', 'sh', process.execPath, path()]
      const { code, err } = await runToEnd(cwd, 'bash', full)
      expect([code, err]).toEqual([3, expect.stringMatching(/could not be written, and was revoked: \w{16}\n$/)])
      expect(parsed((await run(cwd, ['list', '--json'])).out)).toMatchObject([{ status: 'revoked' }])
    })

    it('closes the store at SIGINT, ends by the signal, and goes on where it was', async () => {
      const cwd = configuredFolder('sqlite:tokens.db')
      writeTerokTokens(join(cwd, 'tokens.json'), 1500)
      const { child, ended } = start(cwd, process.execPath, [path(), ...IMPORT, 'map'])
      await expect
        .poll(() => existsSync(join(cwd, 'map')) && linesOf(join(cwd, 'map')).length, { timeout: 30_000 })
        .toBeGreaterThan(10)
      child.kill('SIGINT')
      expect(await ended).toMatchObject({ code: null, signal: 'SIGINT', out: '' })
      expect(readdirSync(cwd).filter((name) => name.startsWith('tokens.db'))).toEqual(['tokens.db'])
      const before = linesOf(join(cwd, 'map')).length
      const { out } = await run(cwd, [...IMPORT, 'map', '--json'])
      expect(JSON.parse(out)).toEqual({ imported: 1500 - before, before })
      expect(parsed((await run(cwd, ['list', '--json'])).out)).toHaveLength(1500)
    })

    it('ends at SIGTERM while it waits for its standard input', async () => {
      const { child, ended } = start(configuredFolder(), process.execPath, [path(), 'explain', '-', 'GET', '/'])
      await once(child, 'spawn')
      await expect.poll(() => listensForSignals(child.pid ?? 0), { timeout: 30_000 }).toBe(true)
      child.kill('SIGTERM')
      expect(await ended).toMatchObject({ signal: 'SIGTERM', out: '', err: '' })
    })
  })
}

interface Told {
  readonly id: string
}

function parsed(out: string): readonly Told[] {
  return out
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as Told)
}

function linesOf(path: string): readonly Told[] {
  return parsed(readFileSync(path, 'utf8'))
}

function modeOf(folder: string, name: string): string {
  return (statSync(join(folder, name)).mode & 0o777).toString(8)
}

/** Whether a process catches SIGHUP by now, as Node by itself does not: on Linux, from /proc. */
function listensForSignals(pid: number): boolean {
  const [, caught = '0'] = /^SigCgt:\s*([0-9a-f]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
  return (BigInt(`0x${caught}`) & 1n) !== 0n
}
