import { HallpassError } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { type ApprovalRequest, createApprovalRoutes } from '../../src/index.js'
import { attachToken } from '../../src/request-memory.js'
import { lines } from '../requests.js'
import { ASKED, BROWSER, bodyOf, command, createDesk, decision, FORM, JSON_BODY, told, written } from './desk.js'

/** Headers of a form that a script of this site has posted. */
const OWN_FORM = lines(['Content-Type', 'application/x-www-form-urlencoded'], ['Sec-Fetch-Site', 'same-origin'])
const formOf = (fields: Record<string, string>) => bodyOf(new URLSearchParams(fields).toString())

describe('approval routes', () => {
  it('B10 are not made without an approver', () => {
    const { service } = createDesk()
    const options = {} as Parameters<typeof createApprovalRoutes>[1]
    expect(() => createApprovalRoutes(service, options)).toThrow(
      expect.objectContaining({ code: 'ERR_OPTIONS', message: expect.stringContaining('approver must be a function') }),
    )
  })

  it.each([
    ['metadata', 'yes', ': metadata must be a boolean, got "yes"'],
    ['interval', 249, ': interval must be milliseconds from 250 to 60000, got 249'],
    ['interval', 60_001, ': interval must be milliseconds from 250 to 60000, got 60001'],
    ['interval', Number.NaN, ': interval must be milliseconds from 250 to 60000, got NaN'],
    ['maxStreams', -1, ': maxStreams must be a whole number from 0 on, got -1'],
    ['maxStreams', 1.5, ': maxStreams must be a whole number from 0 on, got 1.5'],
    ['onError', 'log', ': onError must be a function, got "log"'],
    ['now', 0, ': now must be a function, got 0'],
    ['aprover', () => 'ann', ' has no option "aprover"; it has '],
  ])('are not made with the option %s as %o', (name, value, said) => {
    expect(() => createDesk({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'ERR_OPTIONS', message: expect.stringContaining(`approvalRoutes${said}`) }),
    )
  })

  it.each([{ interval: 250 }, { interval: 60_000 }, { maxStreams: 0 }])('are made with %j', (options) => {
    expect(createDesk(options).routes.length).toBeGreaterThan(0)
  })

  it('are not made over what is no service', () => {
    expect(() => createApprovalRoutes({} as never, { approver: () => 'ann' })).toThrow(HallpassError)
  })

  it.each([undefined, null, ''])('B10 are closed to a request for which approver gives %o', async (nobody) => {
    const { ask, service } = createDesk({ approver: () => nobody as undefined })
    const { id } = await service.mint(command, ASKED)
    const revision = (await service.get(id))?.revision ?? ''
    for (const path of ['/', '/events', '/approvals.js', '/approvals.css', `/${id}`])
      expect(told(await ask('GET', path))).toEqual([403, 'operator_required'])
    expect(told(await ask('POST', `/${id}/approve`, decision({ revision })))).toEqual([403, 'operator_required'])
    expect((await service.get(id))?.status).toBe('pending')
  })

  it('tell the developer of an approver that gives what is no name', async () => {
    const { ask } = createDesk({ approver: (() => ({ name: 'ann' })) as never })
    await expect(ask('GET', '/')).rejects.toMatchObject({
      code: 'ERR_OPTIONS',
      message: "approver must give the operator's name or undefined, got an object",
    })
  })

  it('B10 never ask approver about a request that a token let in', async () => {
    let asked = 0
    const { ask, service } = createDesk({
      approver: () => {
        asked++
        return 'ann'
      },
    })
    const { token, id } = await service.mint(command, ASKED)
    await service.approve(id, { by: 'bob' })
    const seen = { method: 'GET', target: '/commands/c-1', context: ASKED.bindings, fingerprint: ASKED.fingerprint }
    const validation = await service.validate(token, seen)
    if (!validation.ok) throw new Error(validation.refusal.reason)
    const key = {}
    attachToken(key, validation.token, undefined)
    expect(told(await ask('GET', '/', { key }))).toEqual([403, 'token_presented'])
    expect(asked).toBe(0)
    expect(told(await ask('GET', '/'))).toEqual([200, undefined])
  })

  it('B12 list what waits with its bindings, routes and requester, and never a secret', async () => {
    const { ask, service, clock } = createDesk()
    const { id, token } = await service.mint(command, ASKED)
    await service.mint(command, { ...ASKED, resourceId: 'c-2', ttl: '1m' })
    clock.now += 60_000
    const { body } = written(await ask('GET', '/'))
    const { pending, more } = JSON.parse(body)
    expect(more).toBe(false)
    expect(pending).toEqual([
      {
        id,
        status: 'pending',
        revision: (await service.get(id))?.revision,
        grants: [
          {
            scope: 'command',
            resourceId: 'c-1',
            anyResource: false,
            params: {},
            routes: [
              { method: 'GET', path: '/commands/:commandId', spends: false, query: {} },
              { method: 'POST', path: '/commands/:commandId/run', spends: true, query: {} },
            ],
          },
        ],
        bindings: { session: 's-1' },
        fingerprint: 'exactly-this',
        createdBy: 'agent-7',
        selfApproval: false,
        subject: null,
        name: null,
        roles: [],
        parent: null,
        uses: 1,
        usesLeft: 1,
        createdAt: '2026-01-01T00:00:00.000Z',
        expiresAt: '2026-01-01T00:05:00.000Z',
        timeLeft: 240_000,
        decisions: [],
      },
    ])
    expect(body).not.toContain(token.slice(token.indexOf('_') + 17))
  })

  it('show metadata only where the option says so', async () => {
    for (const metadata of [false, true]) {
      const { ask, service } = createDesk({ metadata })
      const { id } = await service.mint(command, ASKED)
      const shown = JSON.parse(written(await ask('GET', `/${id}`)).body)
      expect(shown.metadata).toEqual(metadata ? ASKED.metadata : undefined)
    }
  })

  it('list the hundred oldest, and say that there are more', async () => {
    const { ask, service } = createDesk()
    const minted = []
    for (let index = 0; index < 101; index++)
      minted.push(await service.mint(command, { ...ASKED, resourceId: `c-${index}` }))
    const { pending, more } = JSON.parse(written(await ask('GET', '/')).body)
    const ids = minted.map(({ id }) => id).sort()
    expect(pending.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 100))
    expect(more).toBe(true)
    expect(written(await ask('GET', '/', { rawHeaders: BROWSER })).body).toContain('More than 100 requests')
  })

  it('B11 keep who approved, when and why, and take the name from nowhere but approver', async () => {
    const { ask, service, clock } = createDesk({ approver: async () => 'ann' })
    const { id } = await service.mint(command, ASKED)
    clock.now += 1000
    const revision = (await service.get(id))?.revision
    const sent = decision({ revision, note: ' on the phone ', by: 'mallory', approver: 'mallory' })
    const answer = written(await ask('POST', `/${id}/approve`, sent))
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { id, decision: 'approved', changed: true }])
    expect((await service.get(id))?.decisions).toEqual([
      { what: 'approved', by: 'ann', at: clock.now, note: 'on the phone' },
    ])
  })

  it('B3 approve twice, and change nothing the second time', async () => {
    const { ask, service } = createDesk()
    const { id } = await service.mint(command, ASKED)
    const sent = () => decision({ revision })
    const revision = (await service.get(id))?.revision
    await ask('POST', `/${id}/approve`, sent())
    const before = await service.get(id)
    const again = written(await ask('POST', `/${id}/approve`, sent()))
    expect(JSON.parse(again.body)).toEqual({ id, decision: 'approved', changed: false })
    expect(await service.get(id)).toEqual(before)
  })

  it('lead a browser back to what it decided on', async () => {
    const { ask, service } = createDesk()
    const { id } = await service.mint(command, ASKED)
    const revision = (await service.get(id))?.revision ?? ''
    const incoming = bodyOf(new URLSearchParams({ revision, note: 'no' }).toString())
    const answer = written(await ask('POST', `/${id}/deny`, { rawHeaders: FORM, incoming }))
    expect([answer.status, answer.headers['location'], answer.body]).toEqual([303, `../${id}`, ''])
    expect((await service.get(id))?.status).toBe('denied')
  })

  it('take what a parser of the application has read', async () => {
    const { ask, service } = createDesk()
    const { id } = await service.mint(command, ASKED)
    const revision = (await service.get(id))?.revision
    await ask('POST', `/${id}/deny`, { rawHeaders: JSON_BODY, body: { revision } })
    expect((await service.get(id))?.status).toBe('denied')
  })

  it('refuse a decision on what changed in between', async () => {
    const { ask, service } = createDesk()
    const { id } = await service.mint(command, ASKED)
    const sent = decision({ revision: 'of something else' })
    expect(told(await ask('POST', `/${id}/approve`, sent))).toEqual([409, 'changed'])
    expect((await service.get(id))?.status).toBe('pending')
  })

  it('ask no store about what is no id', async () => {
    const { ask, breakStore } = createDesk()
    breakStore()
    const id = encodeURIComponent('../../etc/passwd')
    expect(told(await ask('GET', `/${id}`))).toEqual([404, 'not_found'])
    expect(told(await ask('POST', `/${id}/deny`, decision({ revision: 'r' })))).toEqual([404, 'not_found'])
  })

  it('answer 503 where the store or approver fails, and tell of it in no response', async () => {
    const failing = createDesk({
      approver: () => {
        throw new Error('no session store')
      },
    })
    const broken = createDesk()
    broken.breakStore()
    for (const desk of [failing, broken])
      for (const path of ['/', '/0123456789abcdef']) {
        const answer = written(await desk.ask('GET', path, { rawHeaders: BROWSER }))
        expect([answer.status, answer.headers['retry-after']]).toEqual([503, '5'])
        expect(answer.body).not.toMatch(/disk|session store/)
      }
    expect(failing.errors).toEqual([new Error('no session store'), new Error('no session store')])
    expect(broken.errors).toEqual([
      expect.objectContaining({ code: 'ERR_STORE' }),
      expect.objectContaining({ code: 'ERR_STORE' }),
    ])
  })

  it.each([
    () => {
      throw new Error('the logger failed')
    },
    () => Promise.reject(new Error('the logger failed')),
  ])('stand whatever onError does: %#', async (onError) => {
    const { ask, breakStore } = createDesk({ onError })
    breakStore()
    expect(told(await ask('GET', '/'))).toEqual([503, 'store_unavailable'])
  })

  it('answer problem documents to programs and pages to people', async () => {
    const { ask } = createDesk()
    const path = '/0123456789abcdef'
    const problem = written(await ask('GET', path))
    expect(problem.headers).toMatchObject({ 'content-type': 'application/problem+json', 'cache-control': 'no-store' })
    expect(JSON.parse(problem.body)).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      code: 'not_found',
      detail: 'It never was, or its time has been over for a while.',
    })
    const page = written(await ask('GET', path, { rawHeaders: BROWSER }))
    expect([page.status, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
    expect(page.body).toContain('<a href="./">See what waits for approval</a>')
  })

  it('B10 refuse a token in the note, so that it is not kept', async () => {
    const { ask, service } = createDesk()
    const { id, token } = await service.mint(command, ASKED)
    const revision = (await service.get(id))?.revision
    const sent = decision({ revision, note: token })
    expect(told(await ask('POST', `/${id}/deny`, sent))).toEqual([403, 'token_presented'])
    expect((await service.get(id))?.status).toBe('pending')
  })

  it.each<[where: string, send: (token: string, revision: string) => Partial<ApprovalRequest>]>([
    ['in a field of a form', (t, revision) => ({ rawHeaders: OWN_FORM, incoming: formOf({ revision, t }) })],
    [
      'in a field that is there twice',
      (t, revision) => ({ rawHeaders: OWN_FORM, incoming: bodyOf(`revision=${revision}&t=x&t=${t}`) }),
    ],
    ['in a form that the application has parsed', (t, revision) => ({ rawHeaders: OWN_FORM, body: { revision, t } })],
    ['in JSON', (t, revision) => decision({ revision, t })],
    ['in place of the revision', (t) => decision({ revision: t })],
    ['in what is no decision', (t) => decision({ t })],
  ])('B10 are closed to a token %s, whoever is signed in', async (_, send) => {
    const { ask, service } = createDesk()
    const { id, token } = await service.mint(command, ASKED)
    const sent = send(token, (await service.get(id))?.revision ?? '')
    for (const action of ['approve', 'deny'])
      expect(told(await ask('POST', `/${id}/${action}`, sent))).toEqual([403, 'token_presented'])
    expect(await service.get(id)).toMatchObject({ status: 'pending', decisions: [] })
  })

  it('serve their script and stylesheet', async () => {
    const { ask } = createDesk()
    const script = written(await ask('GET', '/approvals.js'))
    const style = written(await ask('GET', '/approvals.css'))
    expect(script.headers['content-type']).toBe('text/javascript; charset=utf-8')
    expect(script.body).toContain('new EventSource')
    expect(style.headers['content-type']).toBe('text/css; charset=utf-8')
    expect(style.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
  })
})

describe('a decision from another site', () => {
  const form = ['Content-Type', 'application/x-www-form-urlencoded'] as const
  const json = ['Content-Type', 'application/json'] as const
  const host = ['Host', 'app.example'] as const
  const authority = [':authority', 'app.example'] as const

  it.each([
    ['a form without any mark', 403, [form]],
    ['a form of another site', 403, [form, ['Sec-Fetch-Site', 'cross-site']]],
    ['a form of the same site', 403, [form, ['Sec-Fetch-Site', 'same-site']]],
    ['a form that nobody on the site made', 403, [form, ['Sec-Fetch-Site', 'none']]],
    ['a form with two marks', 403, [form, ['Sec-Fetch-Site', 'same-origin'], ['Sec-Fetch-Site', 'cross-site']]],
    ['a form of another origin, over plain http', 403, [form, host, ['Origin', 'http://evil.example']]],
    ['a form of no origin', 403, [form, host, ['Origin', 'null']]],
    ['JSON of no origin', 403, [json, host, ['Origin', 'null']]],
    ['JSON of another site', 403, [json, ['Sec-Fetch-Site', 'cross-site']]],
    ['JSON of another origin', 403, [json, host, ['Origin', 'http://evil.example']]],
    ['a form of another origin, over HTTP/2', 403, [form, authority, ['Origin', 'https://evil.example']]],
    ['a form of a host that has the name of nothing', 403, [form, ['Origin', 'https://undefined']]],
    ['a form of the own site', 200, [form, ['Sec-Fetch-Site', 'same-origin'], ['Origin', 'null']]],
    ['a form of the own origin, over plain http', 200, [form, host, ['Origin', 'http://app.example']]],
    ['a form of the own origin, over HTTP/2', 200, [form, authority, ['Origin', 'https://app.example']]],
    ['JSON of the own site', 200, [json, ['Sec-Fetch-Site', 'same-origin']]],
    ['JSON of a program', 200, [json]],
  ] as const)('%s is %i', async (_, status, headers) => {
    const { ask, service } = createDesk()
    const { id } = await service.mint(command, ASKED)
    const revision = (await service.get(id))?.revision ?? ''
    const text = headers[0][1] === json[1] ? JSON.stringify({ revision }) : `revision=${revision}`
    const answer = await ask('POST', `/${id}/approve`, { rawHeaders: lines(...headers), incoming: bodyOf(text) })
    expect(told(answer)).toEqual([status, status === 403 ? 'cross_site_refused' : undefined])
    expect((await service.get(id))?.status).toBe(status === 403 ? 'pending' : 'active')
  })
})
