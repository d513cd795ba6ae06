import { describe, expect, it } from 'vitest'
import { stage } from '../stage.js'

const TOKEN = /^hp_[A-Za-z0-9]{54}\n$/
const ID = /minted ([A-Za-z0-9]{16})/

async function minted(
  run: ReturnType<typeof stage>['run'],
  ...words: string[]
): Promise<{ id: string; token: string }> {
  const { out, err } = await run(['mint', ...words])
  return { id: ID.exec(err)?.[1] ?? '', token: out.trim() }
}

describe('mint', () => {
  it('prints the token alone, and tells the rest beside it', async () => {
    const { run } = stage()
    const { code, out, err } = await run(['mint', 'report', '--resource', 'r-1', '--ttl', '10m'])
    expect([code, out]).toEqual([0, expect.stringMatching(TOKEN)])
    expect(err).toMatch(/^minted [A-Za-z0-9]{16}, expires in 10m, at [\d-]+ [\d:]+Z\n$/)
    expect(err).not.toContain(out.trim())
  })

  it('prints one document with --json', async () => {
    const { out, err } = await stage().run(['mint', 'deploy', '--resource', 'd', '--json'])
    expect(JSON.parse(out)).toEqual({
      id: expect.stringMatching(/^[A-Za-z0-9]{16}$/),
      status: 'pending',
      expiresAt: expect.stringMatching(/Z$/),
      token: expect.stringMatching(/^hp_/),
    })
    expect(err).toBe('')
  })

  it('keeps all that it was given', async () => {
    const { run } = stage()
    const labels = [
      '--subject',
      's',
      '--name',
      'n',
      '--by',
      'bob',
      '--role',
      'a',
      '--role',
      'b',
      '--metadata',
      '{"k":[1]}',
    ]
    const { id } = await minted(run, 'report', '--resource', 'r-1', '--uses', '3', ...labels)
    expect(JSON.parse((await run(['show', id, '--json'])).out)).toMatchObject({
      ...{ uses: 3, usesLeft: 3, subject: 's', name: 'n', createdBy: 'bob', roles: ['a', 'b'], metadata: { k: [1] } },
      grants: [{ scope: 'report', resourceId: 'r-1', anyResource: false, params: {} }],
    })
  })

  it.each([
    [
      ['read', '--any-resource', '--param', 'tenant=t', '--grant', 'report=r-1'],
      [
        { scope: 'read', resourceId: null, anyResource: true, params: { tenant: 't' } },
        { scope: 'report', resourceId: 'r-1', anyResource: false, params: {} },
      ],
    ],
    [
      ['read', '--resource', 'f', '--param', 'tenant=t', '--grant', 'report'],
      [
        { scope: 'read', resourceId: 'f', anyResource: false, params: { tenant: 't' } },
        { scope: 'report', resourceId: 'f', anyResource: false, params: {} },
      ],
    ],
  ])('%j grants what it says', async (words, grants) => {
    const { run } = stage()
    const { id } = await minted(run, ...words)
    expect(JSON.parse((await run(['show', id, '--json'])).out).grants).toEqual(grants)
  })

  it('keeps bindings and fingerprints', async () => {
    const { run } = stage()
    const { id } = await minted(run, 'bound', '--binding', 'session=a=b', '--fingerprint', 'f')
    const { out } = await run(['show', id, '--json'])
    expect(JSON.parse(out)).toMatchObject({ bindings: { session: 'a=b' }, fingerprint: 'f', createdBy: 'olga' })
  })

  it('is refused, with code 1, where the scope has as many live tokens as it may', async () => {
    const { run } = stage()
    await run(['mint', 'one'])
    const { code, out, err } = await run(['mint', 'one'])
    expect([code, out]).toEqual([1, ''])
    expect(err).toBe('hallpass: the scope "one" has as many live tokens as maxLive allows\n')
  })
})

describe('list and show', () => {
  it('tell what waits for approval, and no secret', async () => {
    const { run } = stage()
    const { id, token } = await minted(run, 'deploy', '--resource', 'd-1')
    await minted(run, 'report', '--resource', 'r-1')
    const { out } = await run(['list', '--state', 'pending'])
    expect(out.split('\n').map((line) => line.split(/\s{2,}/).slice(0, 4))).toEqual([
      ['ID', 'STATUS', 'SCOPE', 'RESOURCE'],
      [id, 'pending', 'deploy', 'd-1'],
      [''],
    ])
    const { out: shown } = await run(['show', id])
    expect(shown).toMatch(/^status {5}pending$/m)
    for (const text of [out, shown, (await run(['list', '--json'])).out])
      expect(text).not.toContain(token.slice(20, -6))
  })

  it.each([
    [['--scope', 'report'], 2],
    [['--resource', 'r-2'], 1],
    [['--subject', 's'], 1],
    [['--created-by', 'bob'], 1],
    [['--parent', 'x'], 0],
    [['--state', 'active', '--limit', '2'], 2],
    [[], 3],
  ])('%j finds %d', async (words, count) => {
    const { run } = stage()
    await run(['mint', 'report', '--resource', 'r-1', '--subject', 's'])
    await run(['mint', 'report', '--resource', 'r-2', '--by', 'bob'])
    await run(['mint', 'one'])
    const { out, err } = await run(['list', '--json', ...words])
    expect(out.split('\n').length - 1).toBe(count)
    expect(err).toBe(count === 0 ? 'no tokens\n' : '')
  })

  it('shows who decided, when and why', async () => {
    const { run } = stage()
    const { id } = await minted(run, 'deploy', '--resource', 'd')
    await run(['approve', id, '--by', 'ann', '--note', 'ticket 17'])
    expect((await run(['show', id])).out).toMatch(/^decision {3}approved by ann at [\d-]+ [\d:]+Z: ticket 17$/m)
  })

  it('shows a record that would command a terminal', async () => {
    const { run } = stage()
    const { id } = await minted(run, 'one', '--name', 'a\u001b[2J', '--metadata', '{"\u009bx":"\u202e"}')
    for (const words of [['list'], ['show', id], ['list', '--json']])
      expect((await run(words, { columns: 200, env: { NO_COLOR: '1' } })).out.replaceAll('\n', '')).not.toMatch(
        /[\p{Cc}\p{Cf}]/u,
      )
  })
})

describe('decisions', () => {
  it('record the user where nobody is named', async () => {
    const { run } = stage()
    const { id } = await minted(run, 'deploy', '--resource', 'd')
    expect(await run(['approve', id], { user: 'ann' })).toEqual({ code: 0, out: '', err: `approved ${id}\n` })
    expect(await run(['approve', id], { user: 'ann' })).toMatchObject({
      err: `approved ${id} before: nothing has changed\n`,
    })
    expect(JSON.parse((await run(['show', id, '--json'])).out)).toMatchObject({
      decisions: [{ what: 'approved', by: 'ann' }],
    })
  })

  it.each([
    ['approve of an unknown one', [], ['approve', 'x'], 'the token "x" is not known'],
    ['approve by who asked', [], ['approve', 'ID', '--by', 'olga'], 'was asked for by who would approve it'],
    ['approve after deny', [['deny', 'ID', '--by', 'ann']], ['approve', 'ID', '--by', 'ann'], 'was denied'],
    ['deny after approve', [['approve', 'ID', '--by', 'ann']], ['deny', 'ID'], 'is not pending; revoke ends an'],
    ['approve after revoke', [['revoke', 'ID']], ['approve', 'ID', '--by', 'ann'], 'was revoked'],
    [
      'approve of what has changed',
      [],
      ['approve', 'ID', '--by', 'ann', '--seen', 'other'],
      'has changed since it was',
    ],
  ] as const)('%s: code 1 and a reason', async (_, before, words, reason) => {
    const { run } = stage()
    const { id } = await minted(run, 'deploy', '--resource', 'd')
    const named = (list: readonly string[]) => list.map((word) => (word === 'ID' ? id : word))
    for (const one of before) await run(named(one))
    const { code, out, err } = await run(named(words))
    expect([code, out]).toEqual([1, ''])
    expect(err).toContain(reason)
    expect(JSON.parse((await run([...named(words), '--json'])).out)).toMatchObject({ ok: false })
  })
})

describe('revoke by a filter', () => {
  it('D7 closes all tokens of a task of a project, and says how many', async () => {
    const { run } = stage()
    for (const task of ['t-1', 't-1', 't-2']) await run(['mint', 'report', '--resource', 'p', '--subject', task])
    const words = ['revoke', '--resource', 'p', '--subject', 't-1', '--json']
    expect((await run(words)).out).toBe('{"revoked":2}\n')
    expect((await run(words)).out).toBe('{"revoked":0}\n')
    expect((await run(['list', '--state', 'active', '--json'])).out).toMatch(/^[^\n]*"t-2"[^\n]*\n$/)
  })

  it.each([
    ['no', 'n\n', [], 1, 0],
    ['nothing', '', [], 1, 0],
    ['yes', 'Yes\n', [], 0, 2],
    ['nothing, but --yes was given', '', ['--yes'], 0, 2],
  ])('asks on a terminal, and takes %s for an answer', async (_, stdin, words, code, revoked) => {
    const { run } = stage()
    for (const id of ['a', 'b']) await run(['mint', 'report', '--resource', id])
    const done = await run(['revoke', '--scope', 'report', ...words], { columns: 80, stdin })
    expect(done.code).toBe(code)
    expect(done.err.includes('revoke 2 tokens with scope "report"? [y/N] ')).toBe(words.length === 0)
    expect((await run(['list', '--state', 'revoked', '--json'])).out.split('\n').length - 1).toBe(revoked)
  })
})

describe('sweep', () => {
  it('forgets what is long past, and says how many', async () => {
    const config = `import { defineScope } from '@hallpass/core'
      const a = defineScope({ name: 'a', routes: ['GET /a'], maxTtl: '1h', retention: 1 })
      export default { scopes: [a], store: 'file:tokens' }`
    const { run } = stage(config)
    for (const ttl of ['1ms', '1ms', '1h']) await run(['mint', 'a', '--ttl', ttl])
    await expect.poll(async () => (await run(['list', '--state', 'expired', '--json'])).out.split('\n').length).toBe(3)
    expect(await run(['sweep'])).toEqual({ code: 0, out: '', err: 'swept 2\n' })
    expect((await run(['sweep', '--json'])).out).toBe('{"swept":0}\n')
  })
})

describe('explain', () => {
  it('tells each check for an id, and ends with 0 where the token opens the request', async () => {
    const { run } = stage()
    const { id } = await minted(run, 'report', '--resource', 'r-1')
    const { code, out } = await run(['explain', id, 'GET', '/reports/r-1'])
    expect([code, out.trim().split('\n').at(-1)]).toEqual([0, `${id} opens GET /reports/:id`])
    expect(out.match(/^\+ /gm)).toHaveLength(14)
  })

  it('ends with 1 and the reason where it does not, and spends nothing', async () => {
    const { run } = stage()
    const { id } = await minted(run, 'deploy', '--resource', 'd')
    const { code, out } = await run(['explain', id, 'POST', '/deploys/d', '--json'])
    expect([code, JSON.parse(out)]).toEqual([1, expect.objectContaining({ id, ok: false, reason: 'pending' })])
    expect((await run(['show', id])).out).toMatch(/^uses left {2}1 of 1$/m)
  })

  it('takes a token from the standard input, and checks its text', async () => {
    const { run } = stage()
    const { token } = await minted(run, 'report', '--resource', 'r-1')
    const asked = ['explain', '-', 'GET', '/reports/r-1']
    expect((await run(asked, { stdin: `${token}\n` })).code).toBe(0)
    const { code, out, err } = await run(asked, { stdin: `${token.slice(0, -1)}\u00e4` })
    expect([code, out.trim().split('\n').at(-1)]).toEqual([1, 'the token is refused: malformed'])
    expect(out + err).not.toContain(token.slice(20, 40))
  })

  it('asks for a scope without a URL, with context and fingerprint', async () => {
    const { run } = stage()
    const { id } = await minted(run, 'bound', '--binding', 'session=s', '--fingerprint', 'f')
    const asked = ['explain', id, '--scope', 'bound', '--fingerprint', 'f']
    expect((await run([...asked, '--context', 'session=s'])).code).toBe(0)
    expect((await run([...asked, '--context', 'session=t'])).out).toContain('x context_mismatch')
  })
})

describe('scopes', () => {
  it('have a line for each route', async () => {
    const { out } = await stage().run(['scopes'])
    expect(out.split('\n').slice(0, 3)).toEqual([
      'SCOPE   ROUTE                   RESOURCE  MAX TTL  USES       APPROVAL  BINDINGS',
      'report  GET /reports/:id        id        1h       unlimited  none      -',
      'report  POST /reports/:id       id        1h       unlimited  none      -',
    ])
  })

  it('are lines of JSON on demand', async () => {
    const { out } = await stage().run(['scopes', '--json'])
    expect(
      out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([
      { name: 'report', routes: [{ route: 'GET /reports/:id', spends: false }, { spends: true }], maxTtlMs: 3_600_000 },
      { name: 'read', params: ['tenant'], anyResource: true },
      { name: 'deploy', uses: 1, approval: 'required' },
      { name: 'bound', routes: [], bindings: ['session', 'agent?'], fingerprint: true },
      { name: 'one', maxLive: { total: 1 } },
    ])
  })
})
