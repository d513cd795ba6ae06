import { chmodSync, existsSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { MapLine } from '../../src/terok/token-map.js'
import { stage } from '../stage.js'

const OLD = ['a', 'b', 'c'].map((letter) => `terok-g-${letter.repeat(32)}`) as [string, string, string]
const WORDS = ['import', 'tokens.json', '--scope', 'report', '--ttl', '45m', '--map', 'map.jsonl']

/** As terok wrote it: at first with `project`, later with `scope`. */
const TOKENS = {
  [OLD[0]]: { project: 'web', task: 't-1' },
  [OLD[1]]: { scope: 'web', task: 't-2' },
  [OLD[2]]: { scope: 'api', task: 't-1' },
}

function withTokens(tokens: unknown = TOKENS) {
  const { cwd, run } = stage()
  writeFileSync(join(cwd, 'tokens.json'), typeof tokens === 'string' ? tokens : JSON.stringify(tokens))
  const map = join(cwd, 'map.jsonl')
  const lines = () =>
    readFileSync(map, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as MapLine)
  return { cwd, run, map, lines }
}

describe('import', () => {
  it("D12 mints a new token for each entry of terok's tokens.json, with the life that was named", async () => {
    const { run, map, lines } = withTokens()
    const { code, out, err } = await run(WORDS)
    expect([code, out, err]).toEqual([0, '', 'imported 3, 0 were there before; see map.jsonl\n'])
    expect(lines().map(({ old, project, task }) => [old, project, task])).toEqual([
      [OLD[0], 'web', 't-1'],
      [OLD[1], 'web', 't-2'],
      [OLD[2], 'api', 't-1'],
    ])
    expect(statSync(map).mode & 0o777).toBe(0o600)
    const told = (await run(['list', '--json'])).out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(told.map(({ id }) => id)).toEqual(lines().map(({ id }) => id))
    for (const { createdAt, expiresAt, createdBy } of told)
      expect([Date.parse(expiresAt) - Date.parse(createdAt), createdBy]).toEqual([45 * 60_000, 'olga'])
  })

  it('D12 the new tokens open what the entries were for, and the task can be revoked', async () => {
    const { run, lines } = withTokens()
    await run(WORDS)
    const [first] = lines()
    const ask = (path: string) => run(['explain', '-', 'GET', path], { stdin: first?.token ?? '' })
    expect([(await ask('/reports/web')).code, (await ask('/reports/api')).code]).toEqual([0, 1])
    expect((await run(['revoke', '--resource', 'web', '--subject', 't-1', '--json'])).out).toBe('{"revoked":1}\n')
    expect((await ask('/reports/web')).out).toContain('x revoked')
  })

  it('takes a template for the resource, and further scopes', async () => {
    const { run } = withTokens({ [OLD[0]]: { project: '$&', task: 't' } })
    const words = ['--resource', 'x{project}', '--json']
    expect((await run([...WORDS, ...words])).err).toContain('got "x$&" in entry 1')
    const other = withTokens()
    await other.run([...WORDS, '--resource', '{project}.git', '--grant', 'report'])
    const [told] = (await other.run(['list', '--json'])).out.split('\n')
    expect(JSON.parse(told ?? '').grants).toMatchObject([{ resourceId: 'web.git' }, { resourceId: 'web.git' }])
  })

  it('goes on where it was stopped, and mints nothing twice', async () => {
    const { run, map, lines } = withTokens()
    await run(WORDS)
    const kept = readFileSync(map, 'utf8').split('\n').slice(0, 2).join('\n')
    writeFileSync(map, `${kept}\n`)
    expect((await run([...WORDS, '--json'])).out).toBe('{"imported":1,"before":2}\n')
    expect(readFileSync(map, 'utf8')).toContain(`${kept}\n`)
    expect(lines()).toHaveLength(3)
    expect((await run([...WORDS, '--json'])).out).toBe('{"imported":0,"before":3}\n')
  })

  it('stops between two tokens when it is told to', async () => {
    const { run, lines } = withTokens()
    const stop = new AbortController()
    const work = run(WORDS, {
      signal: stop.signal,
      columns: 80,
      now: () => {
        stop.abort('SIGINT')
        return Date.now()
      },
    })
    await expect(work).rejects.toMatchObject({ name: 'InterruptedError', reason: 'SIGINT' })
    expect((await run([...WORDS, '--json'])).out).toMatch(/^{"imported":[123],/)
    expect(lines()).toHaveLength(3)
  })

  it('shows how far it is, on a terminal', async () => {
    const { err } = await withTokens().run(WORDS, { columns: 80 })
    const [, ...drawn] = err.split('\r\u001b[K')
    expect(drawn[0]).toMatch(/^importing \[[#.]{24}\] \d+% \d\/3$/)
    expect(drawn.at(-1)).toMatch(/^imported 3/)
  })

  it.each([
    ['no JSON', `{"${OLD[0]}"`, 'expected a JSON object of tokens, such as terok keeps in tokens.json'],
    ['a list', [OLD[0]], 'expected a JSON object of tokens, such as terok keeps in tokens.json'],
    ['entries of another shape', { ...TOKENS, x: 'y', z: { project: 'a' } }, 'not so in entry 4, 5 of 5: nothing was'],
    ['two different projects', { [OLD[0]]: { project: 'a', scope: 'b', task: 't' } }, 'not so in entry 1 of 1'],
    ['an empty task', { [OLD[0]]: { project: 'a', task: '' } }, 'not so in entry 1 of 1'],
  ])('refuses %s, mints nothing, and quotes no token', async (_, tokens, reason) => {
    const { run, cwd, map } = withTokens(tokens)
    const { code, out, err } = await run(WORDS)
    expect([code, out, existsSync(map), existsSync(join(cwd, 'tokens'))]).toEqual([3, '', false, false])
    expect(err).toContain(reason)
    expect(err).not.toContain('terok-g-')
  })

  it('looks at all resources before it mints the first token', async () => {
    const { run } = withTokens({ ...TOKENS, last: { project: 'a/b', task: 't' } })
    const { code, err } = await run(WORDS)
    expect([code, err]).toEqual([2, expect.stringContaining('accepts, got "a/b" in entry 4')])
    expect((await run(['list'])).err).toBe('no tokens\n')
  })

  it.each([
    ['can be read by others', openToOthers, 'is open to others'],
    ['is something else', (map: string) => writeFileSync(map, 'notes\n', { mode: 0o600 }), 'is no map of an import'],
    ['was cut off', (map: string) => writeFileSync(map, '{"old":"a"}\n{"ol', { mode: 0o600 }), 'ends in the middle of'],
    ['is a link', (map: string) => symlinkSync('elsewhere', map), 'could not be opened (ELOOP)'],
  ])('refuses a map that %s, and leaves it as it is', async (_, make, reason) => {
    const { run, cwd, map } = withTokens()
    make(map)
    const before = existsSync(map) ? readFileSync(map, 'utf8') : undefined
    const { code, err } = await run(WORDS)
    expect([code, err]).toEqual([3, expect.stringContaining(reason)])
    expect([existsSync(map) ? readFileSync(map, 'utf8') : undefined, existsSync(join(cwd, 'elsewhere'))]).toEqual([
      before,
      false,
    ])
    expect((await run(['list'])).err).toBe('no tokens\n')
  })

  it('says that the file is not there', async () => {
    const { run } = stage()
    expect(await run(WORDS)).toEqual({ code: 3, out: '', err: 'hallpass: "tokens.json" could not be read (ENOENT)\n' })
  })
})

function openToOthers(map: string): void {
  writeFileSync(map, '')
  chmodSync(map, 0o640)
}
