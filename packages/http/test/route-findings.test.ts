import { createTokenService, defineScope, HallpassError, memoryStore } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { type AssertGuardedOptions, assertRoutesGuarded, markGuard } from '../src/index.js'
import { type TestRoute, tableOf } from './tables.js'

const flow = defineScope({ name: 'flow', routes: ['GET /flows/:flowId'], resource: 'flowId', maxTtl: '15m' })
const service = createTokenService({ scopes: [flow], store: memoryStore() })
const stranger = createTokenService({ scopes: [flow], store: memoryStore() })

const handler = () => {}
const guardOf = (of = service, params?: Readonly<Record<string, string>>) => {
  const guard = () => {}
  markGuard(guard, of, 'flow', params)
  return guard
}
const guarded: TestRoute = {
  path: '/flows/:flowId',
  pattern: /^\/flows\/(?<flowId>[^/]+)$/i,
  handlers: [guardOf(), handler],
}

/** The findings, without the line above them. */
function findings(routes: readonly TestRoute[], options: AssertGuardedOptions = {}, of = service): readonly string[] {
  try {
    assertRoutesGuarded(tableOf(routes), of, options)
    return []
  } catch (error) {
    if (!(error instanceof HallpassError) || error.code !== 'ERR_SCOPE_ROUTES') throw error
    return error.message.split('\n').slice(1)
  }
}

const said = (text: string) => [`- GET /flows/:flowId of scope "flow" ${text}`]

describe('the check of routes', () => {
  it('finds nothing where the route is served and guarded', () => {
    expect(findings([{ ...guarded, handlers: [handler, guardOf(), handler] }])).toEqual([])
  })

  it('finds a route that nobody serves', () => {
    expect(findings([])).toEqual(said('is served by no route'))
    expect(findings([{ ...guarded, method: 'POST' }])).toEqual(said('is served by no route'))
  })

  it.each([
    ['no guard', [handler]],
    ['a guard behind the handler', [handler, guardOf()]],
    ['a guard alone', [guardOf()]],
    ["another service's guard", [guardOf(stranger), handler]],
  ])('finds a route with %s', (_, handlers) => {
    expect(findings([{ ...guarded, handlers }])).toEqual(
      said('is served by "/flows/:flowId", which has no guard for the scope before its handler'),
    )
  })

  it('finds a route that does not bind the resource, unless the guard maps its name', () => {
    const pattern = /^\/flows\/(?<id>[^/]+)$/
    const unbound = said(
      'is served by "/flows/:id", which binds no ":flowId": name it in the guard\'s params, or set mergeParams',
    )
    expect(findings([{ ...guarded, path: '/flows/:id', pattern }])).toEqual(unbound)
    expect(
      findings([{ path: '/flows/:id', pattern, handlers: [guardOf(service, { flowId: 'id' }), handler] }]),
    ).toEqual([])
  })

  const shadow = (word: string, at = word) => ({
    sibling: { path: `/flows/${word}`, pattern: new RegExp(`^/flows/${word}$`, 'i'), handlers: [handler] },
    text: said(`is shadowed by "/flows/${word}" at /flows/${at}`),
  })

  it.each(['export', 'EXPORT', 'new-one', 'v1.2'])('F9 finds the sibling %s that stands before the route', (word) => {
    const { sibling, text } = shadow(word)
    expect(findings([sibling, guarded])).toEqual(text)
    expect(findings([guarded, sibling])).toEqual([])
  })

  it('F9 finds a sibling in another case, where only that is an id', () => {
    const lower = defineScope({
      name: 'flow',
      routes: ['GET /flows/:flowId'],
      resource: 'flowId',
      resourceId: /^[a-z]+$/,
      maxTtl: '1m',
    })
    const of = createTokenService({ scopes: [lower], store: memoryStore() })
    const { sibling, text } = shadow('EXPORT', 'export')
    expect(findings([sibling, { ...guarded, handlers: [guardOf(of), handler] }], {}, of)).toEqual(text)
  })

  it('F9 finds no sibling that no id can name', () => {
    const uuids = defineScope({
      name: 'flow',
      routes: ['GET /flows/:flowId'],
      resource: 'flowId',
      resourceId: /^[0-9a-f-]{36}$/,
      maxTtl: '1m',
    })
    const of = createTokenService({ scopes: [uuids], store: memoryStore() })
    expect(findings([shadow('export').sibling, { ...guarded, handlers: [guardOf(of), handler] }], {}, of)).toEqual([])
    const any = defineScope({
      name: 'flow',
      routes: ['GET /flows/:flowId'],
      resource: 'flowId',
      resourceId: /^[0-9a-f-]{36}$/,
      anyResource: true,
      maxTtl: '1m',
    })
    const anyOf = createTokenService({ scopes: [any], store: memoryStore() })
    expect(
      findings([shadow('export').sibling, { ...guarded, handlers: [guardOf(anyOf), handler] }], {}, anyOf),
    ).toEqual(shadow('export').text)
  })

  it('F9 finds a sibling that is guarded itself: its guard refuses the id that it is named after', () => {
    const { sibling, text } = shadow('export')
    expect(findings([{ ...sibling, handlers: [guardOf(), handler] }, guarded])).toEqual(text)
  })

  it('finds a route that takes numbers away, and a route for numbers alone', () => {
    const numbers: TestRoute = {
      path: '^\\/flows\\/(\\d+)$',
      pattern: /^\/flows\/(?<flowId>\d+)$/,
      handlers: [handler],
    }
    expect(findings([numbers, guarded])).toEqual(said('is shadowed by "^\\/flows\\/(\\d+)$" at /flows/4711'))
    expect(findings([{ ...numbers, handlers: [guardOf(), handler] }])).toEqual([])
  })

  it('F9 finds a sibling that takes two placeholders at once', () => {
    const parts = defineScope({
      name: 'flow',
      routes: ['GET /t/:tenant/flows/:flowId'],
      resource: 'flowId',
      free: ['tenant'],
      maxTtl: '1m',
    })
    const of = createTokenService({ scopes: [parts], store: memoryStore() })
    const route: TestRoute = {
      path: '/t/:tenant/flows/:flowId',
      pattern: /^\/t\/(?<tenant>[^/]+)\/flows\/(?<flowId>[^/]+)$/,
      handlers: [guardOf(of), handler],
    }
    const sibling: TestRoute = {
      path: '/t/admin/flows/export',
      pattern: /^\/t\/admin\/flows\/export$/,
      handlers: [handler],
    }
    expect(findings([sibling, route], {}, of)).toEqual([
      '- GET /t/:tenant/flows/:flowId of scope "flow" is shadowed by "/t/admin/flows/export" at /t/admin/flows/export',
    ])
  })

  it('lets a scope declare a path beside a placeholder', () => {
    const both = defineScope({
      name: 'flow',
      routes: ['GET /flows/:any', 'GET /flows/export'],
      free: ['any'],
      maxTtl: '1m',
    })
    const of = createTokenService({ scopes: [both], store: memoryStore() })
    const handlers = [guardOf(of), handler]
    const { sibling } = shadow('export')
    expect(
      findings(
        [
          { ...sibling, handlers },
          { ...guarded, handlers },
        ],
        {},
        of,
      ),
    ).toEqual([])
    expect(findings([sibling, { ...guarded, handlers }], {}, of)).toHaveLength(2)
  })

  it('takes off what stands before the application’s own paths', () => {
    const inner: TestRoute = { path: '/:flowId', pattern: /^\/(?<flowId>[^/]+)$/, handlers: guarded.handlers }
    expect(findings([inner], { basePath: '/flows' })).toEqual([])
    expect(findings([inner], { basePath: '/flow' })).toEqual(said('does not start with the base path "/flow"'))
  })

  it('tells every finding of every scope on a line of its own, and looks at the scopes that are named', () => {
    const other = defineScope({ name: 'other', routes: ['GET /a', 'POST /a'], maxTtl: '1m', includes: [flow] })
    const of = createTokenService({ scopes: [other], store: memoryStore() })
    expect(findings([], {}, of)).toEqual([
      ...said('is served by no route'),
      '- GET /a of scope "other" is served by no route',
      '- POST /a of scope "other" is served by no route',
    ])
    expect(findings([], { scopes: 'flow' }, of)).toEqual(said('is served by no route'))
  })

  it('refuses options that are wrong', () => {
    const refuses = (options: AssertGuardedOptions, code: string) =>
      expect(() => assertRoutesGuarded(tableOf([]), service, options)).toThrow(expect.objectContaining({ code }))
    refuses({ basePath: 'flows' }, 'ERR_OPTIONS')
    refuses({ scopes: 'flows' }, 'ERR_SCOPE_UNKNOWN')
    refuses({ scope: 'flow' } as AssertGuardedOptions, 'ERR_OPTIONS')
  })
})
