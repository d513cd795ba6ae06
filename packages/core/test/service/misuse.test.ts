import { startSweeper, type TokenService } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { bench, collect, command, flow, GET_FLOW } from '../fixtures.js'

const NO_SCOPE = /a scope must be what defineScope returned, or its name, got /
const NO_REQUEST = /a request must be \{ method, target \} or \{ scope, resourceId \}, got /

/** What JavaScript lets through and the types do not. */
type Untyped = Record<keyof TokenService, (...args: unknown[]) => Promise<unknown>>

const MISUSED: readonly [
  sentence: string,
  call: (service: Untyped, token: string) => Promise<unknown>,
  code: string,
  text: RegExp,
][] = [
  ['mint without a scope', (service) => service.mint(), 'ERR_SCOPE_UNKNOWN', NO_SCOPE],
  ['mint of null', (service) => service.mint(null), 'ERR_SCOPE_UNKNOWN', NO_SCOPE],
  ['mint of what is no scope', (service) => service.mint({}), 'ERR_SCOPE_UNKNOWN', NO_SCOPE],
  [
    'mint with options that are null',
    (service) => service.mint(flow, null),
    'ERR_OPTIONS',
    /the options of mint must be an object, got null/,
  ],
  [
    'mint with grants that are null',
    (service) => service.mint(flow, { resourceId: 'f', grants: null }),
    'ERR_GRANTS',
    /grants must be a list, got null/,
  ],
  [
    'a further grant without a scope',
    (service) => service.mint(flow, { resourceId: 'f', grants: [{}] }),
    'ERR_SCOPE_UNKNOWN',
    NO_SCOPE,
  ],
  [
    'mint with bindings that are null',
    (service) => service.mint(command, { resourceId: 'c', createdBy: 'ann', fingerprint: 'f', bindings: null }),
    'ERR_BINDINGS',
    /bindings must be an object of texts, got null/,
  ],
  ['count without a scope', (service) => service.count(), 'ERR_SCOPE_UNKNOWN', NO_SCOPE],
  [
    'revokeByResource without a scope',
    (service) => service.revokeByResource(undefined, 'f'),
    'ERR_SCOPE_UNKNOWN',
    NO_SCOPE,
  ],
  [
    'a filter that is null',
    (service) => collect(service.list(null) as never),
    'ERR_OPTIONS',
    /a filter must be an object, got null/,
  ],
  ['explain of text', (service) => service.explain('text', GET_FLOW), 'ERR_OPTIONS', /explain needs a token or an id/],
  ['explain of nothing', (service) => service.explain(), 'ERR_OPTIONS', /explain needs a token or an id/],
  ['explain without a request', (service, token) => service.explain({ token }), 'ERR_OPTIONS', NO_REQUEST],
  ['validate without a request', (service, token) => service.validate(token), 'ERR_OPTIONS', NO_REQUEST],
  ['consume for text', (service, token) => service.consume(token, 'GET /'), 'ERR_OPTIONS', NO_REQUEST],
  ['reserve for null', (service, token) => service.reserve(token, null), 'ERR_OPTIONS', NO_REQUEST],
  ['a request without a scope', (service, token) => service.validate(token, {}), 'ERR_SCOPE_UNKNOWN', NO_SCOPE],
  [
    'a request with scopes that are no list',
    (service, token) => service.validate(token, { ...GET_FLOW, scopes: 'flow' }),
    'ERR_OPTIONS',
    /scopes must be a list, got "flow"/,
  ],
  [
    'a request with a scope that is none',
    (service, token) => service.validate(token, { ...GET_FLOW, scopes: [undefined] }),
    'ERR_SCOPE_UNKNOWN',
    NO_SCOPE,
  ],
  [
    'a sweeper without a service',
    async () => startSweeper(undefined as never),
    'ERR_OPTIONS',
    /startSweeper needs a service, got undefined/,
  ],
  [
    'a sweeper with options that are null',
    async (service) => startSweeper(service as never, null as never),
    'ERR_OPTIONS',
    /the options of startSweeper must be an object, got null/,
  ],
  [
    'a sweep with options that are null',
    (service) => service.sweep(undefined, null),
    'ERR_OPTIONS',
    /the options of sweep must be an object, got null/,
  ],
]

describe('misuse', () => {
  it.each(MISUSED)('is an error with a code and changes nothing: %s', async (_, call, code, text) => {
    const { service, dump } = bench()
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    const before = await dump()
    await expect(call(service as never, token)).rejects.toMatchObject({ code, message: expect.stringMatching(text) })
    expect(await dump()).toBe(before)
  })
})
