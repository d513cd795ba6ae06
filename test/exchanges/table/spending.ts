import type { Exchange } from '../exchange.js'
import { file, order } from '../scopes.js'
import { bearing, bearingRaw, DOWNLOAD, ORDER } from './requests.js'

const FILE = { scope: file, resourceId: 'd-1' } as const
const ORDERS = { scope: order, resourceId: 'o-1' } as const
const AHEAD = [
  ['Sec-Purpose', 'prefetch'],
  ['Sec-Purpose', 'prefetch;prerender'],
  ['Purpose', 'prefetch'],
  ['X-Purpose', 'preview'],
  ['X-Moz', 'prefetch'],
] as const
const GUARDED = ['guard', 'both', 'at-guard'] as const

/** What takes a use. */
export const SPENDING: readonly Exchange[] = [
  {
    name: 'F3 one request takes one use',
    gates: GUARDED,
    mint: ORDERS,
    request: bearing('POST', ORDER),
    expect: { status: 200, runs: 'order', resourceId: 'o-1', usesLeft: 2 },
  },
  {
    name: 'one request takes one use of the last',
    gates: GUARDED,
    mint: FILE,
    request: bearing('GET', DOWNLOAD),
    expect: { status: 200, runs: 'download', resourceId: 'd-1', usesLeft: 0 },
  },
  {
    name: 'takes the use at authenticate where no guard is',
    gates: ['authenticate'],
    mint: FILE,
    request: bearing('GET', DOWNLOAD),
    expect: { status: 200, runs: 'download', resourceId: 'd-1', usesLeft: 0 },
  },
  {
    name: 'attaches nothing and takes nothing where a guard should have stood',
    gates: ['at-guard'],
    mint: ORDERS,
    request: bearing('GET', '/api/oauth/open'),
    expect: { status: 403, code: 'route_not_allowed', usesLeft: 3 },
  },
  {
    name: 'a refusal takes nothing',
    gates: GUARDED,
    mint: ORDERS,
    request: bearing('PUT', ORDER),
    expect: { status: 403, code: 'route_not_allowed', usesLeft: 3 },
  },
  {
    name: 'another resource takes nothing',
    gates: GUARDED,
    mint: ORDERS,
    request: bearing('POST', '/api/oauth/orders/o-2'),
    expect: { status: 403, code: 'route_not_allowed', usesLeft: 3 },
  },
  {
    name: 'a guard takes nothing where no route is',
    gates: ['guard'],
    mint: ORDERS,
    request: bearing('POST', `${ORDER}//`, { over: 'socket' }),
    expect: { status: 404, usesLeft: 3 },
  },
  {
    name: 'F5 HEAD takes nothing and runs no handler',
    mint: FILE,
    request: bearingRaw('HEAD', DOWNLOAD),
    expect: { status: 403, usesLeft: 1 },
  },
  {
    name: 'F5 OPTIONS takes nothing and runs no handler',
    mint: ORDERS,
    gates: GUARDED,
    request: bearing('OPTIONS', ORDER),
    expect: { status: 403, code: 'route_not_allowed', usesLeft: 3 },
  },
  {
    name: 'A22 OPTIONS without a token runs no handler',
    mint: ORDERS,
    gates: GUARDED,
    request: () => ({ method: 'OPTIONS', target: ORDER, headers: [['Access-Control-Request-Method', 'POST']] }),
    expect: { status: 401, code: 'token_missing', usesLeft: 3, headers: { 'access-control-allow-origin': undefined } },
  },
  ...AHEAD.map(
    (line): Exchange => ({
      name: `F5 ${line.join(': ')} takes nothing and runs no handler`,
      mint: FILE,
      request: bearing('GET', DOWNLOAD, { headers: [line] }),
      expect: { status: 403, code: 'prefetch_refused', usesLeft: 1, headers: { 'www-authenticate': undefined } },
    }),
  ),
]
