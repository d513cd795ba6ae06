import { createRegistry, HallpassError } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { define } from './define.js'

const valid = { name: 'flow', routes: ['GET /flows/:id'], resource: 'id', maxTtl: '15m' }

const REFUSED: readonly [sentence: string, change: object, code: string, text: RegExp][] = [
  ['an empty name', { name: '' }, 'ERR_SCOPE_NAME', /name must fit .* got ""/],
  ['an upper-case name', { name: 'Flow' }, 'ERR_SCOPE_NAME', /got "Flow"/],
  ['a name of 65 characters', { name: 'a'.repeat(65) }, 'ERR_SCOPE_NAME', /got "aaaa/],
  ['a name that is no text', { name: 7 }, 'ERR_SCOPE_NAME', /got 7/],
  ['no routes', { routes: [] }, 'ERR_SCOPE_ROUTES', /at least one route, or "none", got an empty list/],
  ['routes left out', { routes: undefined }, 'ERR_SCOPE_ROUTES', /got undefined/],
  ['a route that is one word', { routes: ['/flows/:id'] }, 'ERR_SCOPE_ROUTES', /must be "METHOD \/path"/],
  [
    'a misspelt spends',
    { routes: [{ method: 'GET', path: '/flows/:id', spend: true }] },
    'ERR_SCOPE_ROUTES',
    /"spend" is not a member of a route/,
  ],
  [
    'a misspelt query',
    { routes: [{ method: 'GET', path: '/flows/:id', querry: { a: '1' } }] },
    'ERR_SCOPE_ROUTES',
    /"querry" is not a member of a route/,
  ],
  ['a route that is a number', { routes: [7] }, 'ERR_SCOPE_ROUTES', /got 7/],
  ['a lower-case method', { routes: ['get /flows/:id'] }, 'ERR_SCOPE_ROUTES', /upper-case method such as "GET"/],
  ['OPTIONS', { routes: ['OPTIONS /flows/:id'] }, 'ERR_SCOPE_ROUTES', /never opened/],
  ['TRACE', { routes: ['TRACE /flows/:id'] }, 'ERR_SCOPE_ROUTES', /never opened/],
  ['CONNECT', { routes: ['CONNECT /flows/:id'] }, 'ERR_SCOPE_ROUTES', /never opened/],
  ['a path without a slash', { routes: ['GET flows/:id'] }, 'ERR_SCOPE_ROUTES', /must start with "\/"/],
  ['a wildcard', { routes: ['GET /flows/:id/*rest'] }, 'ERR_SCOPE_ROUTES', /wildcard/],
  ['a group', { routes: ['GET /flows/:id{/x}'] }, 'ERR_SCOPE_ROUTES', /group in braces/],
  [
    'two placeholders in a segment',
    { routes: ['GET /flows/:id-:b'] },
    'ERR_SCOPE_ROUTES',
    /one literal or one placeholder/,
  ],
  ['text beside a placeholder', { routes: ['GET /flows/x:id'] }, 'ERR_SCOPE_ROUTES', /one literal or one placeholder/],
  ['an empty segment', { routes: ['GET /flows//:id'] }, 'ERR_SCOPE_ROUTES', /empty segment/],
  ['two trailing slashes', { routes: ['GET /flows/:id//'] }, 'ERR_SCOPE_ROUTES', /empty segment/],
  [
    'a placeholder that no object can hold',
    { routes: ['GET /flows/:id/:__proto__'] },
    'ERR_SCOPE_ROUTES',
    /no object can hold/,
  ],
  ['a dot segment', { routes: ['GET /flows/../:id'] }, 'ERR_SCOPE_ROUTES', /no canonical request/],
  ['an escape in a literal', { routes: ['GET /fl%6fws/:id'] }, 'ERR_SCOPE_ROUTES', /no canonical request/],
  [
    'a space in a literal',
    { routes: [{ method: 'GET', path: '/my flows/:id' }] },
    'ERR_SCOPE_ROUTES',
    /no canonical request/,
  ],
  ['text that is not a pattern', { routes: ['GET /flows/:'] }, 'ERR_SCOPE_ROUTES', /path-to-regexp/],
  [
    'HEAD that spends',
    { routes: [{ method: 'HEAD', path: '/flows/:id', spends: true }] },
    'ERR_SCOPE_ROUTES',
    /HEAD .* must not spend/,
  ],
  [
    'HEAD beside a GET that spends',
    { routes: [{ method: 'GET', path: '/flows/:id', spends: true }, 'HEAD /flows/:id'] },
    'ERR_SCOPE_ROUTES',
    /would run the handler of the GET/,
  ],
  [
    'spends that is no boolean',
    { routes: [{ method: 'GET', path: '/flows/:id', spends: 1 }] },
    'ERR_SCOPE_ROUTES',
    /spends .* must be a boolean, got 1/,
  ],
  [
    'a query value that is no text',
    { routes: [{ method: 'GET', path: '/flows/:id', query: { a: 1 } }] },
    'ERR_SCOPE_ROUTES',
    /query "a" .* must be text, got 1/,
  ],
  [
    'a route without the resource',
    { routes: ['GET /flows/:id', 'GET /flows'] },
    'ERR_SCOPE_PLACEHOLDER',
    /"\/flows" lacks the placeholder ":id"/,
  ],
  ['a placeholder twice', { routes: ['GET /flows/:id/:id'] }, 'ERR_SCOPE_PLACEHOLDER', /":id" twice/],
  ['a free placeholder that is nowhere', { free: ['tenant'] }, 'ERR_SCOPE_PLACEHOLDER', /free placeholder ":tenant"/],
  ['free placeholders that are a text', { free: 'page' }, 'ERR_SCOPE_PLACEHOLDER', /free must be a list .* got "page"/],
  ['bindings that are a text', { bindings: 'session' }, 'ERR_SCOPE_LIMITS', /bindings must be a list .* got "session"/],
  ['a maxLive that is null', { maxLive: null }, 'ERR_SCOPE_LIMITS', /maxLive must be .* got null/],
  ['a maxLive that is true', { maxLive: true }, 'ERR_SCOPE_LIMITS', /maxLive must be .* got true/],
  ['a maxLive that is a list', { maxLive: [] }, 'ERR_SCOPE_LIMITS', /maxLive must be .* got /],
  ['a free resource', { free: ['id'] }, 'ERR_SCOPE_PLACEHOLDER', /resource ":id" cannot be free/],
  ['no maxTtl', { maxTtl: undefined }, 'ERR_SCOPE_TTL', /maxTtl must be a positive duration .* got undefined/],
  ['maxTtl without a unit', { maxTtl: '15' }, 'ERR_SCOPE_TTL', /got "15"/],
  ['maxTtl of 0', { maxTtl: 0 }, 'ERR_SCOPE_TTL', /got 0/],
  ['a negative maxTtl', { maxTtl: -1 }, 'ERR_SCOPE_TTL', /got -1/],
  ['an infinite maxTtl', { maxTtl: Number.POSITIVE_INFINITY }, 'ERR_SCOPE_TTL', /got Infinity/],
  ['maxTtl that is not a number', { maxTtl: Number.NaN }, 'ERR_SCOPE_TTL', /got NaN/],
  ['maxTtl beyond any date', { maxTtl: Number.MAX_SAFE_INTEGER }, 'ERR_SCOPE_TTL', /got 9007199254740991/],
  ['ttl above maxTtl', { ttl: '16m' }, 'ERR_SCOPE_TTL', /at most maxTtl, 900000 ms, got "16m"/],
  ['a retention of 0', { retention: 0 }, 'ERR_SCOPE_TTL', /retention must be a positive duration/],
  ['uses of 0', { uses: 0 }, 'ERR_SCOPE_LIMITS', /uses must be a whole number from 1 on/],
  ['half a use', { uses: 1.5 }, 'ERR_SCOPE_LIMITS', /got 1\.5/],
  ['limited uses that nothing spends', { uses: 1 }, 'ERR_SCOPE_LIMITS', /no route spends one/],
  ['an unknown approval', { approval: 'maybe' }, 'ERR_SCOPE_LIMITS', /got "maybe"/],
  ['a flag that is text', { anyResource: 'yes' }, 'ERR_SCOPE_LIMITS', /anyResource must be a boolean, got "yes"/],
  ['a binding twice', { bindings: ['a', 'a?'] }, 'ERR_SCOPE_LIMITS', /"a" is named twice/],
  ['a binding without a name', { bindings: ['?'] }, 'ERR_SCOPE_LIMITS', /a binding must be a name/],
  ['maxLive of 0', { maxLive: 0 }, 'ERR_SCOPE_LIMITS', /maxLive must be a whole number/],
  ['maxLive per nothing', { maxLive: { perTenant: 3 } }, 'ERR_SCOPE_LIMITS', /"perTenant": 3/],
  ['a resourceId that is text', { resourceId: '^x$' }, 'ERR_SCOPE_LIMITS', /RegExp or a function, got "\^x\$"/],
  [
    'includes of what defineScope did not make',
    { includes: [{ name: 'other' }] },
    'ERR_SCOPE_LIMITS',
    /includes takes what defineScope returned/,
  ],
  ['a member that is misspelt', { maxUses: 1 }, 'ERR_SCOPE_LIMITS', /"maxUses" is not a member/],
  ['an upper-case prefix', { prefix: 'HP' }, 'ERR_SCOPE_NAME', /prefix must fit .* got "HP"/],
]

describe('defineScope', () => {
  it.each(REFUSED)('A1 refuses %s at once, with an error of its own', (_, change, code, text) => {
    const attempt = () => define({ ...valid, ...change })
    expect(attempt).toThrow(HallpassError)
    expect(attempt).toThrow(expect.objectContaining({ code, message: expect.stringMatching(text) }))
  })

  it('takes the definition that all those differ from', () => {
    expect(define(valid)).toMatchObject({ name: 'flow', resource: 'id', maxTtl: 900_000, ttl: 900_000, uses: null })
  })

  it('gives every limit its default', () => {
    const scope = define(valid)
    expect(scope).toMatchObject({
      approval: 'none',
      selfApproval: false,
      anyResource: false,
      fingerprint: false,
      bindings: [],
      maxLive: {},
      includes: [],
    })
    expect(scope.prefix).toBeUndefined()
  })

  it('spends by default for every method but GET, HEAD and QUERY', () => {
    const methods = ['GET', 'HEAD', 'QUERY', 'POST', 'PUT', 'PATCH', 'DELETE', 'PURGE']
    const scope = define({ ...valid, routes: methods.map((method) => `${method} /flows/:id`) })
    expect(scope.routes.filter((route) => route.spends).map((route) => route.method)).toEqual([
      'POST',
      'PUT',
      'PATCH',
      'DELETE',
      'PURGE',
    ])
  })

  it('cannot be written to afterwards', () => {
    const scope = define(valid)
    expect(() => Object.assign(scope, { uses: null })).toThrow(TypeError)
    expect(() => (scope.routes as unknown[]).push('GET /all')).toThrow(TypeError)
  })

  it.each(['approval', 'uses', 'bindings', 'fingerprint', 'maxLive'])(
    'E2 refuses to include a scope that has %s of its own',
    (limit) => {
      const limits = { approval: 'required', uses: 1, bindings: ['session'], fingerprint: true, maxLive: 3 } as const
      const limited = define({
        name: 'limited',
        routes: ['POST /x'],
        maxTtl: '1h',
        [limit]: limits[limit as keyof typeof limits],
      })
      expect(() => define({ ...valid, includes: [limited] })).toThrow(
        expect.objectContaining({ code: 'ERR_SCOPE_LIMITS', message: expect.stringContaining(limit) }),
      )
    },
  )

  it('refuses to outlive an included scope', () => {
    const short = define({ name: 'short', routes: ['GET /x'], maxTtl: '1m' })
    expect(() => define({ ...valid, includes: [short] })).toThrow(expect.objectContaining({ code: 'ERR_SCOPE_TTL' }))
  })

  it('has the routes of included scopes, and of theirs, once each', () => {
    const read = define({ name: 'read', routes: ['GET /x/:id'], resource: 'id', maxTtl: '1h' })
    const write = define({ name: 'write', routes: ['PUT /x/:id'], resource: 'id', maxTtl: '1h', includes: [read] })
    const admin = define({
      name: 'admin',
      routes: ['DELETE /x/:id'],
      resource: 'id',
      maxTtl: '1h',
      includes: [write, read],
    })
    expect(admin.routes.map((route) => `${route.scope} ${route.method}`)).toEqual([
      'admin DELETE',
      'write PUT',
      'read GET',
    ])
  })
})

describe('createRegistry', () => {
  it('A1 refuses a name that is taken', () => {
    const attempt = () => createRegistry([define(valid), define(valid)])
    expect(attempt).toThrow(
      expect.objectContaining({ code: 'ERR_SCOPE_DUPLICATE', message: expect.stringContaining('"flow"') }),
    )
  })

  it('refuses an included scope whose name another scope has', () => {
    const included = define({ name: 'other', routes: ['GET /y'], maxTtl: '1h' })
    const scopes = [
      define({ ...valid, includes: [included] }),
      define({ name: 'other', routes: ['GET /z'], maxTtl: '1h' }),
    ]
    expect(() => createRegistry(scopes)).toThrow(expect.objectContaining({ code: 'ERR_SCOPE_DUPLICATE' }))
  })

  it('refuses what defineScope did not make', () => {
    for (const [one, came] of [
      [{ ...define(valid) }, 'an object'],
      [null, 'null'],
      ['flow', '"flow"'],
    ])
      expect(() => createRegistry([one as never])).toThrow(
        expect.objectContaining({
          code: 'ERR_OPTIONS',
          message: `scopes takes what defineScope returned, got ${came}`,
        }),
      )
  })

  it('finds a scope by its name, and no other property', () => {
    const scope = define(valid)
    const registry = createRegistry([scope])
    expect(registry.get('flow')).toBe(scope)
    expect(registry.get('constructor')).toBeUndefined()
  })
})
