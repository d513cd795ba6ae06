/** A number to reach, of DESIGN 12. `at` is the edge that is still good; the figure is worked out by a group. */
export interface Goal {
  readonly what: string
  readonly figure: string
  readonly is: 'at most' | 'at least' | 'exactly'
  readonly at: number
}

const atMost = (what: string, figure: string, at: number): Goal => ({ what, figure, is: 'at most', at })
const atLeast = (what: string, figure: string, at: number): Goal => ({ what, figure, is: 'at least', at })

const exactly = (what: string, figure: string, at: number): Goal => ({ what, figure, is: 'exactly', at })

/** Ratios, but where a unit is named. */
export const GOALS: readonly Goal[] = [
  atMost('validate, memory store, against its floor', 'memory validate', 1.9),
  atMost('validate, SQLite at 1k, against its floor', 'sqlite 1000 validate', 1.25),
  atMost('validate, SQLite at 1M, against itself at 1k', 'sqlite growth to 1000000', 1.7),
  atMost('validate, SQLite at 10M, against itself at 1k (--large)', 'sqlite growth to 10000000', 1.7),
  atMost('consume, SQLite at 1k, against its floor', 'sqlite 1000 consume', 1.3),
  atMost('a second consume against the first, SQLite', 'sqlite 1000 second consume', 0.5),
  atMost('refusal against success: nothing presented', 'missing against success', 0.01),
  atMost('refusal against success: malformed', 'malformed against success', 0.1),
  atMost('refusal against success: unknown', 'unknown against success', 0.95),
  atMost('1,000 scopes against 1', 'scopes 1 to 1000', 1.25),
  atMost('1,000 routes in a scope against 1', 'routes 1 to 1000', 1.3),
  atLeast('Express, memory: requests/s against bare', 'express guard-memory rate', 0.92),
  atLeast('Express, SQLite: requests/s against bare', 'express guard-sqlite rate', 0.83),
  atLeast('Koa, memory: requests/s against bare', 'koa guard-memory rate', 0.86),
  atLeast('Koa, SQLite: requests/s against bare', 'koa guard-sqlite rate', 0.7),
  atMost('Express, memory: CPU added against hash and look-up', 'express memory cpu', 1.25),
  atMost('Express, SQLite: CPU added against hash and look-up', 'express sqlite cpu', 1.25),
  atMost('Koa, memory: CPU added against hash and look-up', 'koa memory cpu', 1.25),
  atMost('Koa, SQLite: CPU added against hash and look-up', 'koa sqlite cpu', 1.25),
  atLeast('memory, times faster than jsonwebtoken, KeyObject', 'memory against jsonwebtoken, KeyObject', 6),
  atLeast('memory, times faster than fast-jwt', 'memory against fast-jwt', 5),
  atLeast('memory, times faster than express-jwt', 'memory against express-jwt, KeyObject', 12),
  atLeast('memory, times faster than jose, 64 under way', 'memory against jose, 64 under way, all of them, each', 10),
  atLeast(
    'memory, times faster than passport-http-bearer, digest and Map',
    'memory against passport-http-bearer, digest and Map',
    1,
  ),
  atLeast('SQLite, times faster than jsonwebtoken, KeyObject', 'sqlite against jsonwebtoken, KeyObject', 2),
  atLeast('SQLite, times faster than express-session on SQLite', 'sqlite against express-session on SQLite', 6),
  atLeast('SQLite, times faster than better-auth verifyApiKey', 'sqlite against better-auth api key', 80),
  atMost('Redis: CPU of the client against the raw command', 'redis cpu', 1.25),
  atMost('Postgres: CPU of the client against the raw command', 'postgres cpu', 1.1),
  atMost('memory store, bytes per live token', 'bytes per token', 400),
  atMost('sweep: event-loop gap p99, ms', 'sweep p99', 8),
  atMost('sweep: event-loop gap max, ms', 'sweep max', 30),
  atMost('sweep: WAL, MB', 'sweep wal', 64),
  exactly('winners of 300 uses at once, 6 processes, SQLite', 'winners sqlite', 1),
  exactly('winners of 300 uses at once, 6 processes, files', 'winners file', 1),
  exactly('winners of 300 uses at once, 6 processes, Redis', 'winners redis', 1),
  exactly('winners of 300 uses at once, 6 processes, Postgres', 'winners postgres', 1),
]

/** Losses, which are published: below 1 the other is faster. */
export const LOSSES = [
  { what: 'SQLite against an HMAC presign by hand', figure: 'sqlite against HMAC presign by hand' },
  {
    what: 'SQLite against a Map (passport-http-bearer)',
    figure: 'sqlite against passport-http-bearer, digest and Map',
  },
] as const
