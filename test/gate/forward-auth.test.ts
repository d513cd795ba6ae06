import { memoryStore } from '@hallpass/core'
import type { DialectName, ForwardAuthOptions } from 'hallpass'
import { describe, expect, it } from 'vitest'
import { type Asked, DIALECT_NAMES, question, TOLD } from './questions.js'
import { once } from './scopes.js'
import { bearer, raw, statusOf, type World, withGate } from './world.js'

const asked = (dialect: DialectName): ForwardAuthOptions => ({
  mode: 'forward-auth',
  dialect,
  trustedPeers: ['127.0.0.1'],
})

const OPEN: Asked = { method: 'GET', target: '/flows/f-1' }

describe.each(DIALECT_NAMES)('the questions of %s', (dialect) => {
  const withWorld = (test: (world: World) => Promise<void>) => withGate(asked(dialect), test)

  it('are answered with 200 and the grant where a token opens the request', () =>
    withWorld(async ({ mint, send, service }) => {
      const token = await mint('a b')
      const answer = await send(question(dialect, { ...OPEN, target: '/flows/a%20b', lines: [bearer(token)] }))
      expect(answer).toMatchObject({ status: 200, body: '' })
      const [id] = await ids(service.list())
      expect(answer).toHaveProperty('head', expect.stringContaining(`X-Hallpass-Token-Id: ${id}`))
      expect(answer).toHaveProperty('head', expect.stringMatching(/^X-Hallpass-Scope: flow\r$/m))
      expect(answer).toHaveProperty('head', expect.stringMatching(/^X-Hallpass-Resource: a%20b\r$/m))
      expect(answer).toHaveProperty('head', expect.stringMatching(/^cache-control: no-store\r$/m))
    }))

  const REFUSED: readonly (readonly [string, Asked, number])[] = [
    ['another resource', { ...OPEN, target: '/flows/f-2' }, 403],
    ['another method', { ...OPEN, method: 'DELETE' }, 403],
    ['no route', { ...OPEN, target: '/' }, 403],
    ['a preflight', { ...OPEN, method: 'OPTIONS' }, 403],
    ['dots', { ...OPEN, target: '/flows/x/../f-1' }, 403],
    ['an escaped slash', { ...OPEN, target: '/flows/f-1%2Fx' }, 403],
    ['a parameter of the path', { ...OPEN, target: '/flows/f-1;x' }, 403],
    ['another spelling', { ...OPEN, target: '/flows/%66-1' }, 403],
    ['two slashes', { ...OPEN, target: '//flows/f-1' }, 403],
    ['a fragment', { ...OPEN, target: '/flows/f-1#x' }, 403],
    ['an empty query', { ...OPEN, target: '/flows/f-1?' }, 403],
    ['another host', { ...OPEN, target: 'http://app/flows/f-1' }, 403],
    ['a body', { ...OPEN, lines: ['Content-Length: 1'] }, 403],
    ['a body in chunks', { ...OPEN, lines: ['Transfer-Encoding: chunked'] }, 403],
  ]

  it.each(REFUSED)('are refused for %s', (_, request, status) =>
    withWorld(async ({ mint, send }) => {
      const lines = [bearer(await mint()), ...(request.lines ?? [])]
      expect(statusOf(await send(question(dialect, { ...request, lines })))).toBe(status)
    }),
  )

  it.each(['a;b', 'a%b', 'a?b', 'a#b'])('never open the id %s, which some router takes apart', (id) =>
    withWorld(async ({ mint, send }) => {
      const lines = [bearer(await mint(id))]
      for (const spelling of [encodeURIComponent(id), id.includes(';') ? id : encodeURIComponent(id).toLowerCase()])
        expect(statusOf(await send(question(dialect, { ...OPEN, target: `/flows/${spelling}`, lines })))).toBe(403)
    }),
  )

  it('are answered with 401 where there is no token, or none that counts', () =>
    withWorld(async ({ mint, send, service }) => {
      const token = await mint()
      expect(statusOf(await send(question(dialect, OPEN)))).toBe(401)
      expect(statusOf(await send(question(dialect, { ...OPEN, lines: [bearer(`${token}x`)] })))).toBe(401)
      await service.revokeByResource('flow', 'f-1')
      expect(statusOf(await send(question(dialect, { ...OPEN, lines: [bearer(token)] })))).toBe(401)
    }))

  it('are refused where two tokens are shown', () =>
    withWorld(async ({ mint, send }) => {
      const line = bearer(await mint())
      const answer = await send(question(dialect, { ...OPEN, lines: [line, line] }))
      expect(statusOf(answer)).toBe(dialect === 'nginx' ? 403 : 400)
    }))

  it('are answered with 503 where the store is down, and with 200 once it is back', async () => {
    const store = memoryStore()
    let down = false
    const find = (id: string) => (down ? Promise.reject(new Error('down')) : store.find(id))
    await withGate({ ...asked(dialect), store: { ...store, find } }, async ({ mint, send }) => {
      const lines = [bearer(await mint())]
      down = true
      expect(statusOf(await send(question(dialect, { ...OPEN, lines })))).toBe(503)
      down = false
      expect(statusOf(await send(question(dialect, { ...OPEN, lines })))).toBe(200)
    })
  })

  it('never open with what other proxies say of the request', () =>
    withWorld(async ({ mint, send }) => {
      const said = Object.values(TOLD).flatMap((told) => (told && told !== TOLD[dialect] ? [...told] : []))
      const others = ['X-Original-URL', 'X-Rewrite-URL', 'X-Forwarded-Path', 'X-Envoy-Original-Path', ...said]
      const own: readonly string[] = TOLD[dialect] ?? []
      const noise = others
        .filter((name) => !own.includes(name))
        .map((name) => `${name}: ${name.endsWith('Method') ? 'GET' : '/flows/f-1'}`)
      const lines = [bearer(await mint()), ...noise]
      expect(statusOf(await send(question(dialect, { ...OPEN, target: '/flows/f-2', lines })))).toBe(403)
    }))

  it('spend no limited use without the flag, and one each time with it', async () => {
    const spend = { method: 'POST', target: '/once/a' }
    await withGate(asked(dialect), async ({ service, send }) => {
      const { token, id } = await service.mint(once, { resourceId: 'a' })
      const lines = [bearer(token)]
      expect(statusOf(await send(question(dialect, { ...spend, lines })))).toBe(403)
      expect((await service.get(id))?.usesLeft).toBe(1)
      expect(statusOf(await send(question(dialect, { ...spend, method: 'GET', lines })))).toBe(200)
    })
    await withGate({ ...asked(dialect), limitedUses: true }, async ({ service, send }) => {
      const lines = [bearer((await service.mint(once, { resourceId: 'a' })).token)]
      const statuses = [
        await send(question(dialect, { ...spend, lines })),
        await send(question(dialect, { ...spend, lines })),
      ]
      expect(statuses.map(statusOf)).toEqual([200, 401])
    })
  })
})

describe.each(DIALECT_NAMES.filter((name) => TOLD[name]))('the headers of %s', (dialect) => {
  const [method, target] = TOLD[dialect] ?? []
  const RIGHT = [`${method}: GET`, `${target}: /flows/f-1`]

  it.each([
    ['without a target', [RIGHT[0]]],
    ['without a method', [RIGHT[1]]],
    ['without both', []],
    ['with two targets', [...RIGHT, `${target}: /flows/f-1`]],
    ['with two targets that differ', [...RIGHT, `${target}: /`]],
    ['with two methods', [...RIGHT, `${method}: GET`]],
    ['with an empty target', [RIGHT[0], `${target}:`]],
    ['with an empty method', [`${method}:`, RIGHT[1]]],
    ['with a target that is joined', [RIGHT[0], `${target}: /flows/f-1, /flows/f-1`]],
    ['with a second spelling of the target', [...RIGHT, `${target?.replaceAll('-', '_')}: /flows/f-1`]],
    ['with a second spelling of the method', [...RIGHT, `${method?.replaceAll('-', '_')}: GET`]],
    ['with an unknown method', [`${method}: FETCH`, RIGHT[1]]],
    ['with a small method', [`${method}: get`, RIGHT[1]]],
    ['with two methods in one', [`${method}: GET, POST`, RIGHT[1]]],
    ['with an absolute target', [RIGHT[0], `${target}: http://app/flows/f-1`]],
  ])('open nothing %s', (_, lines) =>
    withGate(asked(dialect), async ({ mint, send }) => {
      const all = [bearer(await mint()), ...(lines as string[])]
      for (const own of ['/', '/flows/f-1']) expect(statusOf(await send(raw('GET', own, all)))).toBe(403)
    }),
  )
})

describe('the prefix of envoy', () => {
  it.each([
    ['/check/flows/f-1', 200],
    ['/flows/f-1', 403],
    ['/check', 403],
    ['/checkflows/f-1', 403],
    ['/check/check/flows/f-1', 403],
    ['/CHECK/flows/f-1', 403],
    ['/check//flows/f-1', 403],
  ])('is taken off %s: %i', (target, status) =>
    withGate({ ...asked('envoy'), pathPrefix: '/check' }, async ({ mint, send }) => {
      expect(statusOf(await send(raw('GET', target, [bearer(await mint())])))).toBe(status)
    }),
  )
})

async function ids(list: AsyncIterable<{ readonly id: string }>): Promise<readonly string[]> {
  const found: string[] = []
  for await (const { id } of list) found.push(id)
  return found
}
