import { createTokenService, defineScope, memoryStore } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { bearer, createAuthentication, createGuard, query } from '../src/index.js'
import { createService, flow } from './services.js'

const { service } = createService()
const refuses = (make: () => unknown, code: string, text: string) =>
  expect(make).toThrow(expect.objectContaining({ name: 'HallpassError', code, message: expect.stringContaining(text) }))

/** Deliberately wrong values: what JavaScript hands over. */
const wrong = (value: unknown) => value as never

describe('options', () => {
  it.each([
    ['an unknown name', { requird: true }, 'authenticate has no option "requird"; it has from, realm'],
    ['no object', 'opaque', 'options must be an object, got "opaque"'],
    ['no sources', { from: [] }, 'from must be a list of sources'],
    ['a source that is none', { from: [undefined] }, 'from must be a list of sources'],
    [
      'a function in place of a source',
      { from: [bearer] },
      'from must be a list of sources such as [bearer(), cookie("__Host-t")], got a function',
    ],
    ['a source twice', { from: [query('t'), bearer(), query('t')] }, 'from has the source "query t" twice'],
    ['a realm with quotes', { realm: 'a"b' }, 'realm must be printable ASCII without quotes and backslashes'],
    ['an empty realm', { realm: '' }, 'realm must be'],
    ['another disclosure', { disclosure: 'none' }, 'disclosure must be "reasons" or "opaque", got "none"'],
    [
      'a base path that ends in a slash',
      { basePath: '/api/' },
      'basePath must be a path such as "/api", without a slash at its end, got "/api/"',
    ],
    ['a base path with a query', { basePath: '/api?a' }, 'basePath must be'],
    ['origins that are no list', { allowedOrigins: 'https://a' }, 'allowedOrigins must be a list'],
    [
      'an origin with a path',
      { allowedOrigins: ['https://a/'] },
      'allowedOrigins must be origins such as "https://app.example", got "https://a/"',
    ],
    ['the opaque origin', { allowedOrigins: ['null'] }, 'allowedOrigins must be'],
    ['a context that is no function', { context: {} }, 'context must be a function, got an object'],
    ['a listener that is no function', { onRefused: true }, 'onRefused must be a function, got true'],
    ['a page that is no function', { page: '<p>' }, 'page must be a function, got "<p>"'],
    ['required that is no boolean', { required: 'yes' }, 'required must be a boolean, got "yes"'],
    ['a spend that is of later', { spend: 'on-success' }, 'spend must be "before" or "at-guard", got "on-success"'],
  ])('of authenticate refuse %s', (_, options, text) => {
    refuses(() => createAuthentication(service, wrong(options)), 'ERR_OPTIONS', text)
  })

  it.each([
    ['required, which is authenticate’s', { required: true }, 'guard has no option "required"'],
    [
      'spend at-guard',
      { spend: 'at-guard' },
      'spend must be "before" or "on-success" or "on-complete", got "at-guard"',
    ],
    ['no attempts', { spend: 'on-complete', attempts: 0 }, 'attempts must be a whole number of at least 1, got 0'],
    [
      'half an attempt',
      { spend: 'on-complete', attempts: 1.5 },
      'attempts must be a whole number of at least 1, got 1.5',
    ],
    [
      'attempts where none is made again',
      { spend: 'on-success', attempts: 2 },
      'attempts must be left out unless spend is "on-complete", got 2',
    ],
    ['params that are no object', { params: 'id' }, 'params must be an object such as { flowId: "id" }, got "id"'],
    [
      'a placeholder that no scope has',
      { params: { flow: 'id' } },
      'params must be named by placeholders of the scopes (flowId), got "flow"',
    ],
    [
      'a router’s name that is empty',
      { params: { flowId: '' } },
      "params.flowId must be the router's name of the placeholder",
    ],
  ])('of guard refuse %s', (_, options, text) => {
    refuses(() => createGuard(service, flow, wrong(options)), 'ERR_OPTIONS', text)
  })

  it('refuse what is not a service', () => {
    refuses(
      () => createAuthentication(wrong({})),
      'ERR_OPTIONS',
      'takes a service that createTokenService made, got an object',
    )
    refuses(() => createGuard(wrong(undefined), flow), 'ERR_OPTIONS', 'guard takes a service')
  })
})

describe('the scopes of a guard', () => {
  it('are refused at start-up where the service does not know them', () => {
    refuses(() => createGuard(service, 'flows'), 'ERR_SCOPE_UNKNOWN', '(flow, download), got "flows"')
    refuses(() => createGuard(service, [flow, wrong(undefined)]), 'ERR_SCOPE_UNKNOWN', 'got undefined')
    refuses(() => createGuard(service, []), 'ERR_OPTIONS', 'at least one scope')
    const namesake = defineScope({ name: 'flow', routes: ['GET /other'], maxTtl: '1m' })
    refuses(() => createGuard(service, namesake), 'ERR_SCOPE_UNKNOWN', 'another scope has the name "flow"')
  })

  it('may be included by a scope that the service knows', () => {
    const outer = defineScope({
      name: 'outer',
      routes: ['DELETE /flows/:flowId'],
      resource: 'flowId',
      maxTtl: '1m',
      includes: [flow],
    })
    const including = createTokenService({ scopes: [outer], store: memoryStore() })
    expect(createGuard(including, [flow, outer])).toBeTypeOf('function')
  })
})
