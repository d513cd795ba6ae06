import type { MatchableScope } from '../request/match.js'
import { createRouteTree } from '../request/route-tree.js'
import { createRegistry, type ScopeRegistry } from '../scope/registry.js'
import type { Scope } from '../scope/scope.js'
import { scopeDigest } from '../scope/scope-digest.js'
import type { TokenStore } from '../store/store.js'
import { type Random, randomBase62 } from '../token/base62.js'
import { createDigester, type Digester } from '../token/digest.js'
import type { TokenFormat } from '../token/format.js'
import { textFormat } from '../token/text-format.js'
import { type Clock, createClock } from './clock.js'
import { type Announcer, createAnnouncer } from './events.js'
import {
  checkOptions,
  DEFAULT_PREFIX,
  readCollisionAttempts,
  readMaxInFlight,
  readPeriod,
  readWait,
  systemRandom,
  type TokenServiceOptions,
} from './options.js'
import { timedStore } from './timed-store.js'
import { createTurns, type Turns } from './turns.js'

/** What all parts of a service share. */
export interface ServiceContext {
  readonly registry: ScopeRegistry
  readonly scopeOf: (name: string) => MatchableScope | undefined
  readonly store: TokenStore
  readonly format: TokenFormat
  readonly prefix: string
  readonly digester: Digester
  /** Milliseconds. */
  readonly retention: number
  readonly clock: Clock
  readonly random: Random
  readonly collisionAttempts: number
  readonly enabled: boolean | (() => boolean | Promise<boolean>)
  readonly events: Announcer
  readonly inTurn: Turns
  readonly load: Load
  /** Milliseconds that a hold lasts. */
  readonly lease: number
  /** An id for the next call that changes a record, unlike that of any other call in any process. */
  readonly nextAttempt: () => string
}

/** Calls that came in with requests and are under way, and how many may be. One number: the hot path counts it twice. */
export interface Load {
  underWay: number
  readonly most: number
}

/** @throws HallpassError `ERR_OPTIONS`, `ERR_SCOPE_DUPLICATE` */
export function createContext(options: TokenServiceOptions): ServiceContext {
  checkOptions(options)
  const registry = options.registry ?? createRegistry(options.scopes ?? [])
  const prefix = options.prefix ?? DEFAULT_PREFIX
  const random = options.random ?? systemRandom
  const maxInFlight = readMaxInFlight(options.maxInFlight)
  const matchable = new Map(registry.scopes.map((scope) => [scope.name, matchableScope(scope)]))
  return {
    registry,
    scopeOf: (name) => matchable.get(name),
    store: storeOf(options),
    format: options.format ?? textFormat([prefix, ...registry.scopes.flatMap((scope) => scope.prefix ?? [])]),
    prefix,
    digester: createDigester(options.pepper),
    retention: readPeriod('retention', options.retention ?? '5m'),
    clock: createClock(options.now, options.monotonic),
    random,
    collisionAttempts: readCollisionAttempts(options.collisionAttempts),
    enabled: options.enabled ?? true,
    events: createAnnouncer(options.onEvent),
    inTurn: createTurns(Math.ceil(maxInFlight / 2)),
    load: { underWay: 0, most: maxInFlight },
    lease: readWait('lease', options.lease ?? '30s'),
    nextAttempt: attemptIds(),
  }
}

function storeOf({ store, storeTimeout }: TokenServiceOptions): TokenStore {
  return storeTimeout === undefined ? store : timedStore(store, readWait('storeTimeout', storeTimeout))
}

function matchableScope(scope: Scope): MatchableScope {
  return {
    scope,
    tree: createRouteTree(scope.routes),
    included: new Map(scope.includes.map((one) => [one.name, { scope: one, digest: scopeDigest(one.name) }])),
  }
}

/** A random start of the service's own, and a count: no call to the source of randomness for each. */
function attemptIds(): () => string {
  const start = randomBase62(12, systemRandom)
  let count = 0
  return () => `${start}${(count++).toString(36)}`
}
