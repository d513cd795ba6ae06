import { defineScope, startSweeper, type TokenService } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { bench, collect, command, download, flow, GET_FLOW } from '../fixtures.js'

const plain = defineScope({ name: 'plain', routes: ['GET /plain'], maxTtl: '1h' })
const NO_SCOPE = /a scope must be what defineScope returned, or its name, got /
const NO_REQUEST = /a request must be \{ method, target \} or \{ scope, resourceId \}, got /

/** What JavaScript lets through and the types do not. */
type Untyped = Record<keyof TokenService, (...args: unknown[]) => Promise<unknown>>

const COMMAND = {
  resourceId: 'c',
  createdBy: 'ann',
  fingerprint: 'f',
  bindings: { session: 's', sandbox: 'b' },
}

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
  [
    'mint with options that are text',
    (service) => service.mint(flow, 'x'),
    'ERR_OPTIONS',
    /the options of mint must be an object, got "x"/,
  ],
  [
    'a further grant that is null',
    (service) => service.mint(flow, { resourceId: 'f', grants: [null] }),
    'ERR_GRANTS',
    /a grant must be \{ scope, resourceId\? \}, got null/,
  ],
  [
    'mint with bindings that are text',
    (service) => service.mint(command, { resourceId: 'c', createdBy: 'ann', fingerprint: 'f', bindings: 'x' }),
    'ERR_BINDINGS',
    /bindings must be an object of texts, got "x"/,
  ],
  [
    'mint with a binding too many',
    (service) => service.mint(command, { ...COMMAND, bindings: { ...COMMAND.bindings, worker: 'w' } }),
    'ERR_BINDINGS',
    /the scope "command" has no binding "worker"/,
  ],
  [
    'mint with a fingerprint that is a number',
    (service) => service.mint(command, { ...COMMAND, fingerprint: 7 }),
    'ERR_BINDINGS',
    /the fingerprint must be text or bytes, got 7/,
  ],
  [
    'mint with a life that is none',
    (service) => service.mint(flow, { resourceId: 'f', ttl: '15' }),
    'ERR_TTL_INVALID',
    /^ttl must be /,
  ],
  [
    'mint within null',
    (service) => service.mint(flow, { resourceId: 'f', within: null }),
    'ERR_WITHIN',
    /within must be a token that validate\(\) or consume\(\) of this service gave out/,
  ],
  [
    'mint without a resource id that the scope needs',
    (service) => service.mint(flow),
    'ERR_RESOURCE_ID',
    /the scope "flow" needs a resourceId that it accepts for ":flowId", got undefined$/,
  ],
  [
    'mint with a resource id that no path can hold',
    (service) => service.mint(plain, { resourceId: 'a/b' }),
    'ERR_RESOURCE_ID',
    /the scope "plain" needs a resourceId that it accepts, got "a\/b"$/,
  ],
  ['count without a scope', (service) => service.count(), 'ERR_SCOPE_UNKNOWN', NO_SCOPE],
  ['count of no name', (service) => service.count(''), 'ERR_OPTIONS', /the filter's scope must be text, got ""/],
  [
    'revokeByResource without an id',
    (service) => service.revokeByResource(flow, ''),
    'ERR_RESOURCE_ID',
    /revokeByResource needs a resource id, got ""/,
  ],
  [
    'revokeMatching of everything',
    (service) => service.revokeMatching({}),
    'ERR_OPTIONS',
    /an empty one does not mean everything/,
  ],
  [
    'a decision of nobody',
    (service) => service.revoke('x', {}),
    'ERR_OPTIONS',
    /a decision must say by whom: \{ by: "…" \}, got undefined/,
  ],
  [
    'a decision with a note that is a number',
    (service) => service.revoke('x', { by: 'ann', note: 7 }),
    'ERR_OPTIONS',
    /the note of a decision must be text, got 7/,
  ],
  [
    'a hand-off without the id',
    (service, token) => service.consumeExpected(undefined, token),
    'ERR_OPTIONS',
    /consumeExpected needs the id of the token that is expected/,
  ],
  ['a sweep before a text', (service) => service.sweep('2026'), 'ERR_OPTIONS', /sweep takes a valid Date, got "2026"/],
  ...[0, 1.5, '1'].map((batch): (typeof MISUSED)[number] => [
    `a sweep by ${JSON.stringify(batch)}`,
    (service) => service.sweep(undefined, { batch }),
    'ERR_OPTIONS',
    /batch must be a whole number from 1 on, got /,
  ]),
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
    const { service, dump } = bench([flow, download, command, plain])
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    const before = await dump()
    await expect(call(service as never, token)).rejects.toMatchObject({ code, message: expect.stringMatching(text) })
    expect(await dump()).toBe(before)
  })
})
