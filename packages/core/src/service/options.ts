import { randomFillSync } from 'node:crypto'
import { type Duration, durationExpected, LONGEST_TIMER, readDuration } from '../duration.js'
import { HallpassError, shown } from '../errors.js'
import { PREFIX } from '../scope/define-scope.js'
import type { ScopeRegistry } from '../scope/registry.js'
import type { Scope } from '../scope/scope.js'
import type { TokenStore } from '../store/store.js'
import type { Random } from '../token/base62.js'
import type { Pepper } from '../token/digest.js'
import type { TokenFormat } from '../token/format.js'
import type { Clock } from './clock.js'
import type { EventListener } from './events.js'

/** What {@link createTokenService} takes: `scopes` or a `registry`, a `store`, and what may differ from the defaults. */
export interface TokenServiceOptions {
  /** What {@link defineScope} made. Either these or a `registry`. */
  readonly scopes?: readonly Scope[]
  /** What {@link createRegistry} made, where it is needed before the service. */
  readonly registry?: ScopeRegistry
  /** Where records are kept. */
  readonly store: TokenStore
  /** The prefix of the tokens' texts, `^[a-z][a-z0-9]{0,15}$`. Default `hp`. */
  readonly prefix?: string
  /** Digests secrets under a key that the store does not have. Default none. */
  readonly pepper?: Pepper
  /** How tokens are written. Default the text of hallpass. */
  readonly format?: TokenFormat
  /** How long a record is kept after its expiry, so that a late visitor hears why. Default `'5m'`. */
  readonly retention?: Duration
  /** How long a reserved use is held without a word: at most as long as a timer waits, 24 days. Default `'30s'`. */
  readonly lease?: Duration
  /** The wall clock, in milliseconds. Default `Date.now`, held against the monotonic clock. */
  readonly now?: Clock
  /** A clock that nobody sets, in milliseconds from anywhere. Default `performance.now`; where `now` is handed in and this is not, time goes as `now` says, but never back. */
  readonly monotonic?: Clock
  /** Fills a buffer of a size. Default the system's randomness. */
  readonly random?: Random
  /**
   * How many calls of requests (mint, validate, consume, reserve, consumeExpected) may be under way, half as many on one
   * token; one more throws at once, so that a slow store gathers no crowd. Operators' calls and sweeps are not counted. Default 1000.
   */
  readonly maxInFlight?: number
  /** How long a call of the store may take, for a store without time-outs of its own: at most 24 days; then it throws `ERR_STORE`. Costs a timer for each call. Default none: the stores of hallpass have their own. */
  readonly storeTimeout?: Duration
  /** How often `mint` tries another id where one is taken. Default 16. */
  readonly collisionAttempts?: number
  /** Whether tokens are accepted; a function is asked at each request, and only `true` enables, and no answer within 5 seconds is an error. Operators' calls and sweeps keep working. Default true. */
  readonly enabled?: boolean | (() => boolean | Promise<boolean>)
  /** Hears every event. What it throws changes no decision. */
  readonly onEvent?: EventListener
}

const MEMBERS: Readonly<Record<keyof TokenServiceOptions, true>> = {
  scopes: true,
  registry: true,
  store: true,
  prefix: true,
  pepper: true,
  format: true,
  retention: true,
  lease: true,
  now: true,
  monotonic: true,
  random: true,
  maxInFlight: true,
  storeTimeout: true,
  collisionAttempts: true,
  enabled: true,
  onEvent: true,
}

/**
 * Refuses options that are misspelt or of the wrong kind, when the service is made.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function checkOptions(options: TokenServiceOptions): void {
  const unknown = Object.keys(options ?? {}).find((name) => !Object.hasOwn(MEMBERS, name))
  if (unknown) throw wrong(`${shown(unknown)} is not an option of createTokenService`)
  if (typeof options?.store?.find !== 'function')
    throw wrong(`store must be a store such as memoryStore(), got ${shown(options?.store)}`)
  if ((options.scopes === undefined) === (options.registry === undefined))
    throw wrong('give either scopes or a registry')
  if (!PREFIX.test(options.prefix ?? DEFAULT_PREFIX))
    throw wrong(`prefix must fit ${PREFIX.source}, got ${shown(options.prefix)}`)
  if (!['boolean', 'function', 'undefined'].includes(typeof options.enabled))
    throw wrong(`enabled must be a boolean or a function, got ${shown(options.enabled)}`)
  for (const name of ['now', 'monotonic', 'random', 'onEvent'] as const)
    if (options[name] !== undefined && typeof options[name] !== 'function')
      throw wrong(`${name} must be a function, got ${shown(options[name])}`)
}

export const DEFAULT_PREFIX = 'hp'

/** @throws HallpassError `ERR_OPTIONS` */
export function readPeriod(name: 'retention' | 'lease' | 'storeTimeout', period: Duration): number {
  const milliseconds = readDuration(period)
  if (milliseconds === undefined) throw wrong(durationExpected(name, period))
  return milliseconds
}

/**
 * A period that a timer waits for.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function readWait(name: 'lease' | 'storeTimeout', wait: Duration): number {
  const milliseconds = readPeriod(name, wait)
  if (milliseconds <= LONGEST_TIMER) return milliseconds
  throw wrong(`${name} must be at most ${LONGEST_TIMER} ms, the longest that a timer waits, got ${shown(wait)}`)
}

/** @throws HallpassError `ERR_OPTIONS` */
export function readCollisionAttempts(attempts = 16): number {
  if (Number.isSafeInteger(attempts) && attempts >= 1) return attempts
  throw wrong(`collisionAttempts must be a whole number from 1 on, got ${shown(attempts)}`)
}

/** @throws HallpassError `ERR_OPTIONS` */
export function readMaxInFlight(most = 1000): number {
  if (Number.isSafeInteger(most) && most >= 1) return most
  throw wrong(`maxInFlight must be a whole number from 1 on, got ${shown(most)}`)
}

/** The system's randomness. */
export const systemRandom: Random = (size) => randomFillSync(new Uint8Array(size))

function wrong(text: string): HallpassError {
  return new HallpassError('ERR_OPTIONS', text)
}
