import { basic, bearer } from '@hallpass/http'
import type { SharedOptions } from '../apps/app-setup.js'
import type { Exchange } from '../exchange.js'
import { file, order } from '../scopes.js'
import { basicOf, bearing, DOWNLOAD, EVERYWHERE, LOOK, ORDER, START, withLines } from './requests.js'

const OPENED = { status: 200, runs: 'look', resourceId: 'f-1' } as const
const PROGRAMS: SharedOptions = { from: [bearer(), basic({ programs: true })], realm: 'git' }

/** How a token comes. */
export const PRESENTING: readonly Exchange[] = [
  {
    name: 'takes the scheme in any case',
    request: withLines('GET', LOOK, (token) => [['AUTHORIZATION', `bEARER ${token}`]]),
    expect: OPENED,
  },
  {
    name: 'takes a cookie',
    options: EVERYWHERE,
    request: (token) => ({ method: 'GET', target: LOOK, headers: [['Cookie', `a=b; __Host-t=${token}`]] }),
    expect: { ...OPENED, headers: { vary: 'authorization, cookie', 'referrer-policy': undefined } },
  },
  {
    name: 'takes a parameter, and asks referrers to keep it to themselves',
    options: EVERYWHERE,
    request: (token) => ({ method: 'GET', target: `${LOOK}?a=1&t=${token}` }),
    expect: { ...OPENED, headers: { 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } },
  },
  {
    name: 'takes a field of a form',
    options: EVERYWHERE,
    request: (token) => ({
      method: 'POST',
      target: START,
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: `a=1&t=${token}`,
    }),
    expect: { status: 200, runs: 'start', resourceId: 'f-1' },
  },
  {
    name: 'D8 takes Basic with the token as user name',
    options: PROGRAMS,
    request: (token) => ({ method: 'POST', target: START, headers: [['Authorization', basicOf(token, '')]] }),
    expect: { status: 200, runs: 'start', resourceId: 'f-1' },
  },
  {
    name: 'D8 takes Basic with the token as password',
    options: PROGRAMS,
    request: (token) => ({ method: 'GET', target: LOOK, headers: [['Authorization', basicOf('git', token)]] }),
    expect: OPENED,
  },

  {
    name: 'nothing presented is refused by a guard',
    gates: ['guard', 'both', 'at-guard'],
    request: () => ({ method: 'GET', target: LOOK }),
    expect: {
      status: 401,
      code: 'token_missing',
      reads: 0,
      headers: {
        'www-authenticate': 'Bearer realm="hallpass"',
        'cache-control': 'no-store',
        'content-type': 'application/problem+json',
      },
    },
  },
  {
    name: 'nothing presented goes on behind authenticate',
    gates: ['authenticate'],
    request: () => ({ method: 'GET', target: LOOK }),
    expect: { status: 200, runs: 'look', reads: 0, headers: { vary: undefined, 'cache-control': undefined } },
  },
  {
    name: 'D9 nothing presented is challenged for Basic, with the realm',
    gates: ['guard', 'both'],
    options: PROGRAMS,
    request: () => ({ method: 'GET', target: LOOK }),
    expect: {
      status: 401,
      code: 'token_missing',
      headers: { 'www-authenticate': 'Bearer realm="git", Basic realm="git", charset="UTF-8"' },
    },
  },
  {
    name: 'D8 Basic that is none is nothing presented',
    gates: ['guard', 'both'],
    options: PROGRAMS,
    request: () => ({ method: 'GET', target: LOOK, headers: [['Authorization', 'Basic !']] }),
    expect: { status: 401, code: 'token_missing' },
  },
  {
    name: "A14 somebody else's bearer goes on behind authenticate",
    gates: ['authenticate'],
    request: () => bearing('GET', '/api/oauth/open')('eyJhbGciOiJIUzI1NiJ9'),
    expect: { status: 200, runs: 'open', reads: 0 },
  },
  {
    name: "A14 somebody else's bearer is malformed to a guard",
    gates: ['guard', 'both'],
    request: () => bearing('GET', LOOK)('eyJhbGciOiJIUzI1NiJ9'),
    expect: { status: 401, code: 'token_invalid', reads: 0 },
  },
  {
    name: "A15 a token beside somebody else's bearer counts",
    request: (token) => bearing('GET', LOOK, { headers: [['X-Hallpass-Token', token]] })('eyJhbGciOiJIUzI1NiJ9'),
    expect: OPENED,
  },

  {
    name: 'F11 a cross-site POST by cookie is refused',
    options: EVERYWHERE,
    request: (token) => ({
      method: 'POST',
      target: START,
      headers: [
        ['Cookie', `__Host-t=${token}`],
        ['Sec-Fetch-Site', 'cross-site'],
        ['Origin', 'https://evil.example'],
      ],
    }),
    expect: { status: 403, code: 'cross_site_refused', reads: 0, headers: { 'www-authenticate': undefined } },
  },
  {
    name: 'F11 a cross-site POST by Basic is refused',
    options: PROGRAMS,
    request: (token) => ({
      method: 'POST',
      target: START,
      headers: [
        ['Authorization', basicOf('git', token)],
        ['Origin', 'https://evil.example'],
      ],
    }),
    expect: { status: 403, code: 'cross_site_refused', reads: 0 },
  },
  {
    name: 'F11 a same-origin POST by cookie is taken',
    options: EVERYWHERE,
    request: (token) => ({
      method: 'POST',
      target: START,
      headers: [
        ['Cookie', `__Host-t=${token}`],
        ['Sec-Fetch-Site', 'same-origin'],
      ],
    }),
    expect: { status: 200, runs: 'start', resourceId: 'f-1' },
  },

  {
    name: 'spends by cookie from its own site',
    options: EVERYWHERE,
    mint: { scope: order, resourceId: 'o-1' },
    request: (token) => ({
      method: 'POST',
      target: ORDER,
      headers: [
        ['Cookie', `__Host-t=${token}`],
        ['Sec-Fetch-Site', 'same-origin'],
      ],
    }),
    gates: ['guard', 'both'],
    expect: { status: 200, runs: 'order', resourceId: 'o-1', usesLeft: 2 },
  },
  {
    name: 'spends by a link',
    options: EVERYWHERE,
    mint: { scope: file, resourceId: 'd-1' },
    gates: ['guard', 'both'],
    request: (token) => ({ method: 'GET', target: `${DOWNLOAD}?t=${token}` }),
    expect: { status: 200, runs: 'download', resourceId: 'd-1', usesLeft: 0 },
  },
]
