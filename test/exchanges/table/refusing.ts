import type { Exchange } from '../exchange.js'
import { file } from '../scopes.js'
import { bearing, DOWNLOAD, LOOK } from './requests.js'

const INVALID = 'Bearer realm="hallpass", error="invalid_token"'
const NAVIGATION = [
  ['Sec-Fetch-Mode', 'navigate'],
  ['Accept', 'text/html,application/xhtml+xml'],
] as const
const MINUTES = 60_000

/** What a token that fails hears. */
export const REFUSING: readonly Exchange[] = [
  {
    name: 'a revoked token is refused, after a sweep too',
    meanwhile: async ({ service }, { id }) => {
      await service.revoke(id, { by: 'ann' })
      await service.sweep()
    },
    request: (token) => bearing('GET', LOOK)(token),
    expect: {
      status: 401,
      code: 'token_revoked',
      headers: { 'www-authenticate': INVALID, 'cache-control': 'no-store', 'retry-after': undefined },
    },
  },
  {
    name: 'A7 an expired token is refused',
    meanwhile: ({ turn }) => {
      turn.now += 15 * MINUTES
    },
    request: bearing('GET', LOOK),
    expect: { status: 401, code: 'token_expired', headers: { 'www-authenticate': INVALID } },
  },
  {
    name: 'A7 a token is accepted one millisecond earlier',
    meanwhile: ({ turn }) => {
      turn.now += 15 * MINUTES - 1
    },
    request: bearing('GET', LOOK),
    expect: { status: 200, runs: 'look', resourceId: 'f-1' },
  },
  {
    name: 'A9 an expired token hears of that on a wrong route too',
    meanwhile: ({ turn }) => {
      turn.now += 15 * MINUTES
    },
    request: bearing('DELETE', LOOK),
    expect: { status: 401, code: 'token_expired' },
  },
  {
    name: 'a swept token is unknown',
    meanwhile: async ({ turn, service }) => {
      turn.now += 60 * MINUTES
      await service.sweep()
    },
    request: bearing('GET', LOOK),
    expect: { status: 401, code: 'token_invalid' },
  },
  {
    name: 'A18 a revoked token is refused at the very next request',
    meanwhile: ({ service }) => service.revokeByResource('flow', 'f-1'),
    request: bearing('GET', LOOK),
    expect: { status: 401, code: 'token_revoked' },
  },
  {
    name: 'a consumed token is refused',
    mint: { scope: file, resourceId: 'd-1' },
    meanwhile: ({ service }, { token }) => service.consume(token, { method: 'GET', target: DOWNLOAD }),
    request: bearing('GET', DOWNLOAD),
    expect: { status: 401, code: 'token_consumed', usesLeft: 0 },
  },
  {
    name: 'A16 no token is accepted while the service is switched off',
    meanwhile: ({ turn }) => {
      turn.enabled = false
    },
    request: bearing('GET', LOOK),
    expect: { status: 401, code: 'token_invalid', reads: 0 },
  },
  {
    name: 'A16 tokens are accepted at once when it is switched on again',
    meanwhile: ({ turn }) => {
      turn.enabled = false
      turn.enabled = true
    },
    request: bearing('GET', LOOK),
    expect: { status: 200, runs: 'look', resourceId: 'f-1' },
  },
  {
    name: 'A17 a store that fails is a 503, and no handler runs',
    meanwhile: ({ turn }) => {
      turn.storeFails = true
    },
    request: bearing('GET', LOOK),
    expect: {
      status: 503,
      code: 'store_unavailable',
      headers: { 'retry-after': '5', 'www-authenticate': undefined, 'cache-control': 'no-store' },
    },
  },
  {
    name: 'A17 a clock that fails is a 503',
    meanwhile: ({ turn }) => {
      turn.now = Number.NaN
    },
    request: bearing('GET', LOOK),
    expect: { status: 503, code: 'store_unavailable' },
  },
  {
    name: 'a wrong route is told by its scope',
    request: bearing('DELETE', LOOK),
    gates: ['guard'],
    expect: {
      status: 403,
      code: 'route_not_allowed',
      headers: { 'www-authenticate': 'Bearer realm="hallpass", error="insufficient_scope", scope="flow"' },
    },
  },
  {
    name: 'a browser that navigates gets a page',
    meanwhile: ({ turn }) => {
      turn.now += 15 * MINUTES
    },
    request: bearing('GET', LOOK, { headers: NAVIGATION }),
    expect: {
      status: 401,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'www-authenticate': INVALID,
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      },
    },
  },
  {
    name: 'a page of its own takes its place',
    options: { page: ({ code }) => `<p>${code}</p>` },
    request: bearing('DELETE', LOOK, { headers: NAVIGATION }),
    expect: { status: 403, headers: { 'content-type': 'text/html; charset=utf-8' } },
  },
]
