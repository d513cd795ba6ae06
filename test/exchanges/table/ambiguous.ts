import type { Exchange } from '../exchange.js'
import { bearing, EVERYWHERE, LOOK, START, withLines } from './requests.js'

const AMBIGUOUS = {
  status: 400,
  code: 'token_ambiguous',
  reads: 0,
  headers: { 'www-authenticate': 'Bearer realm="hallpass", error="invalid_request"', 'cache-control': 'no-store' },
} as const

/** What is more than one token, or none that could be one. */
export const AMBIGUOUS_ONES: readonly Exchange[] = [
  {
    name: 'A14 two sources are ambiguous',
    options: EVERYWHERE,
    request: (token) => bearing('GET', `${LOOK}?t=${token}`)(token),
    expect: AMBIGUOUS,
  },
  {
    name: 'A14 two Authorization lines are ambiguous',
    request: withLines('GET', LOOK, (token) => [
      ['Authorization', `Bearer ${token}`],
      ['Authorization', `Bearer ${token}`],
    ]),
    expect: AMBIGUOUS,
  },
  {
    name: 'A14 a token and another line of Authorization are ambiguous',
    request: withLines('GET', LOOK, (token) => [
      ['Authorization', `Bearer ${token}`],
      ['authorization', 'Basic YTpi'],
    ]),
    expect: AMBIGUOUS,
  },
  {
    name: 'A14 two lines of its own header are ambiguous',
    request: withLines('GET', LOOK, (token) => [
      ['X-Hallpass-Token', token],
      ['x-hallpass-token', token],
    ]),
    expect: AMBIGUOUS,
  },
  {
    name: 'A14 values joined by a comma are ambiguous',
    request: withLines('GET', LOOK, (token) => [['Authorization', `Bearer ${token}, Bearer ${token}`]]),
    expect: AMBIGUOUS,
  },
  {
    name: 'A14 two cookies are ambiguous',
    options: EVERYWHERE,
    request: withLines('GET', LOOK, (token) => [['Cookie', `__Host-t=${token}; __Host-t=${token}`]]),
    expect: AMBIGUOUS,
  },
  {
    name: 'A14 a repeated parameter is ambiguous',
    options: EVERYWHERE,
    request: (token) => ({ method: 'GET', target: `${LOOK}?t=${token}&t=${token}` }),
    expect: AMBIGUOUS,
  },
  {
    name: 'A14 a parameter that is a list is ambiguous',
    options: EVERYWHERE,
    request: (token) => ({ method: 'GET', target: `${LOOK}?t[]=${token}`, over: 'socket' }),
    expect: AMBIGUOUS,
  },
  {
    name: 'A14 a repeated field is ambiguous',
    options: EVERYWHERE,
    request: (token) => ({
      method: 'POST',
      target: START,
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: `t=${token}&t=${token}`,
    }),
    expect: AMBIGUOUS,
  },
  {
    name: 'A23 an ill-formed token is ambiguous',
    request: withLines('GET', LOOK, () => [['Authorization', 'Bearer a"b']]),
    expect: AMBIGUOUS,
  },
  {
    name: 'A23 an over-long token is ambiguous',
    request: withLines('GET', LOOK, () => [['Authorization', `Bearer hp_${'a'.repeat(5000)}`]]),
    expect: AMBIGUOUS,
  },
  {
    name: 'A23 a token with a wrong checksum is refused without a look into the store',
    request: (token) => bearing('GET', LOOK)(token.slice(0, -1) + (token.endsWith('a') ? 'b' : 'a')),
    expect: { status: 401, code: 'token_invalid', reads: 0 },
  },
]
