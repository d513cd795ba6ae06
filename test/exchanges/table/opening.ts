import type { Exchange } from '../exchange.js'
import { flow, repository, tenant } from '../scopes.js'
import { bearing, bearingRaw, LOOK, START } from './requests.js'

const REFUSED = { status: 403, code: 'route_not_allowed' } as const
const STARTED = { 'cache-control': 'no-store', vary: 'authorization, x-hallpass-token', 'referrer-policy': undefined }

/** What a token opens. */
export const OPENING: readonly Exchange[] = [
  {
    name: 'A5 opens a route of its scope',
    request: bearing('GET', LOOK),
    expect: { status: 200, runs: 'look', resourceId: 'f-1', headers: STARTED },
  },
  {
    name: 'A5 opens another route of its scope',
    request: bearing('POST', START),
    expect: { status: 200, runs: 'start', resourceId: 'f-1', headers: STARTED },
  },
  {
    name: 'A5 opens by a header of its own',
    request: (token) => ({ method: 'GET', target: LOOK, headers: [['X-Hallpass-Token', token]] }),
    expect: { status: 200, runs: 'look', resourceId: 'f-1' },
  },
  {
    name: 'A12 opens with a query that no route names',
    request: bearing('GET', `${LOOK}?flowId=f-2&x=%2F..`),
    expect: { status: 200, runs: 'look', resourceId: 'f-1' },
  },
  {
    name: 'A12 opens with the parameter that its route names',
    mint: { scope: repository, resourceId: 'r' },
    request: bearing('GET', '/api/oauth/repositories/r?service=git-upload-pack'),
    expect: { status: 200, runs: 'repository', resourceId: 'r' },
  },
  {
    name: 'A25 opens the tenant that it was minted for',
    mint: { scope: tenant, resourceId: 'f-1', params: { tenant: 'a' } },
    request: bearing('GET', '/api/oauth/tenants/a/flows/f-1'),
    expect: { status: 200, runs: 'tenant', resourceId: 'f-1' },
  },
  {
    name: 'opens an id with escapes in it',
    mint: { scope: flow, resourceId: 'a@b:c+d~e' },
    request: bearingRaw('GET', '/api/oauth/flows/%61%40b:c+d~e'),
    expect: { status: 200, runs: 'look', resourceId: 'a@b:c+d~e' },
  },
]

const CLOSED: readonly (readonly [name: string, method: string, target: string])[] = [
  ['A6 another resource', 'GET', '/api/oauth/flows/f-2'],
  ['A6 another method', 'DELETE', LOOK],
  ['A6 a prefix of its resource', 'GET', '/api/oauth/flows/f-'],
  ['A6 a resource that it is a prefix of', 'GET', '/api/oauth/flows/f-11'],
  ['A6 its resource in another case', 'GET', '/api/oauth/flows/F-1'],
  ['A6 its route in another case', 'GET', '/api/OAUTH/flows/f-1'],
  ['A6 a trailing slash', 'GET', `${LOOK}/`],
  ['A6 a trailing slash before a query', 'GET', `${LOOK}/?a`],
  ['A6 a route of another scope', 'GET', '/api/oauth/files/f-1'],
  ['A12 a parameter in place of the path', 'GET', '/api/oauth/flows/f-2?flowId=f-1'],
]

const TRICKS: readonly (readonly [name: string, target: string])[] = [
  ['an escaped slash at its end', '/api/oauth/flows/f-1%2F'],
  ['an escaped backslash', '/api/oauth/flows/f-1%5C'],
  ['parameters of its segment', '/api/oauth/flows/f-1;x=1'],
  ['an escaped NUL', '/api/oauth/flows/f-1%00'],
  ['a double escape', '/api/oauth/flows/f%252D1'],
  ['an escaped path back', '/api/oauth/flows/%2e%2e%2fflows%2ff-1'],
  ['an escaped path back to another flow', '/api/oauth/flows/f-1%2f..%2ff-2'],
  ['an absolute target', 'http://a.example/api/oauth/flows/f-1'],
  ['a fragment', '/api/oauth/flows/f-1#'],
  ['a brace', '/api/oauth/flows/f-1{'],
]

/** Targets that collapse to one that the token opens, and whose router dispatches nothing: they are 404, or 400. */
const NOWHERE: readonly (readonly [name: string, target: string])[] = [
  ['two slashes at the start', '//api/oauth/flows/f-1'],
  ['two slashes in the middle', '/api//oauth/flows/f-1'],
  ['two slashes at the end', '/api/oauth/flows/f-1//'],
  ['a dot segment', '/api/./oauth/flows/f-1'],
  ['a way back', '/api/oauth/flows/f-2/../f-1'],
  ['an escaped literal', '/api/oauth/%66lows/f-1'],
]

/** What it does not open. */
export const CLOSING: readonly Exchange[] = [
  ...CLOSED.map(
    ([name, method, target]): Exchange => ({
      name: `${name} is refused`,
      request: bearing(method, target),
      expect: REFUSED,
    }),
  ),
  ...TRICKS.map(
    ([name, target]): Exchange => ({
      name: `A11 ${name} is refused`,
      request: bearingRaw('GET', target),
      expect: REFUSED,
    }),
  ),
  ...NOWHERE.map(
    ([name, target]): Exchange => ({
      name: `A11 ${name} is refused before the routes`,
      gates: ['authenticate', 'both'],
      request: bearingRaw('GET', target),
      expect: REFUSED,
    }),
  ),
  ...NOWHERE.map(
    ([name, target]): Exchange => ({
      name: `A11 ${name} leads to no handler`,
      gates: ['guard'],
      request: bearingRaw('GET', target),
      expect: { status: 404 },
    }),
  ),
  {
    name: 'A6 a sibling path is refused before the routes',
    gates: ['authenticate', 'both'],
    request: bearing('GET', '/api/oauth/flowsx/f-1'),
    expect: REFUSED,
  },
  {
    name: 'A12 without the parameter that its route names is refused',
    mint: { scope: repository, resourceId: 'r' },
    request: bearing('GET', '/api/oauth/repositories/r'),
    expect: REFUSED,
  },
  {
    name: 'A12 with the parameter twice is refused',
    mint: { scope: repository, resourceId: 'r' },
    request: bearing('GET', '/api/oauth/repositories/r?service=git-upload-pack&service=git-upload-pack'),
    expect: REFUSED,
  },
  {
    name: 'A25 another tenant is refused',
    mint: { scope: tenant, resourceId: 'f-1', params: { tenant: 'a' } },
    request: bearing('GET', '/api/oauth/tenants/b/flows/f-1'),
    expect: REFUSED,
  },
  {
    name: 'F9 the sibling that its resource is the name of is refused',
    gates: ['guard', 'both'],
    mint: { scope: flow, resourceId: 'export' },
    request: bearing('GET', '/api/oauth/flows/export'),
    expect: REFUSED,
  },
  {
    name: 'F9 the sibling in another case is refused',
    gates: ['guard', 'both'],
    mint: { scope: flow, resourceId: 'EXPORT' },
    request: bearing('GET', '/api/oauth/flows/EXPORT'),
    expect: REFUSED,
  },
]
