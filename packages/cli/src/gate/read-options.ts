import { HallpassError } from '@hallpass/core'
import { DIALECTS, type Dialect, type DialectName } from './dialects.js'
import { type GateLimits, readLimits } from './limits.js'
import { type Address, readListen, readUpstream } from './listen-address.js'
import { readWord, refuseUnknownNames, wrong } from './option-checks.js'
import type { ForwardAuthOptions, GateLog, GateOptions, ProxyOptions, SharedGateOptions } from './options.js'
import { readPlaces, type TokenPlace } from './token-places.js'
import { type IsTrustedPeer, readSecret, readTrustedPeers } from './trust.js'

/** Options, checked and complete. */
export interface GateSettings {
  readonly listen: Address
  readonly socketMode: number
  readonly adminListen: Address | undefined
  readonly places: readonly TokenPlace[]
  /** Handed on to the gate of `@hallpass/http`, which checks them. */
  readonly told: Pick<SharedGateOptions, 'realm' | 'disclosure' | 'allowedOrigins'>
  readonly isTrustedPeer: IsTrustedPeer
  readonly limits: GateLimits
  readonly log: GateLog
  readonly mode: ForwardAuthSettings | ProxySettings
}

/** Of a gate that a proxy asks. */
export interface ForwardAuthSettings {
  readonly name: 'forward-auth'
  readonly dialect: Dialect
  readonly pathPrefix: string
  readonly limitedUses: boolean
  /** Whether the list of peers decides who may ask. */
  readonly asksPeers: boolean
  readonly showsSecret: ReturnType<typeof readSecret>
}

/** Of a gate before an upstream. */
export interface ProxySettings {
  readonly name: 'proxy'
  readonly upstream: Address
  readonly spend: 'before' | 'on-success'
}

const SHARED = [
  'mode',
  'listen',
  'socketMode',
  'adminListen',
  'from',
  'realm',
  'disclosure',
  'allowedOrigins',
  'trustedPeers',
  'limits',
  'log',
] as const satisfies readonly (keyof GateOptions)[]

const FORWARD_AUTH: readonly (keyof ForwardAuthOptions)[] = [
  ...SHARED,
  'dialect',
  'pathPrefix',
  'secret',
  'limitedUses',
]
const PROXY: readonly (keyof ProxyOptions)[] = [...SHARED, 'upstream', 'spend']

/**
 * Checks the options of a gate, before it listens.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function readGateOptions(options: GateOptions): GateSettings {
  const mode = readWord('mode', options?.mode, ['forward-auth', 'proxy'])
  refuseUnknownNames(options, mode === 'proxy' ? PROXY : FORWARD_AUTH, `gate in ${mode} mode`)
  const { socketMode = '0660', adminListen, realm, disclosure, allowedOrigins } = options
  const listen = readListen('listen', options.listen ?? '127.0.0.1:8080')
  return Object.freeze({
    listen,
    socketMode: Number.parseInt(readWord('socketMode', socketMode, ['0660', '0600']), 8),
    adminListen: adminListen === undefined ? undefined : readListen('adminListen', adminListen),
    places: readPlaces(options.from),
    told: {
      ...(realm !== undefined && { realm }),
      ...(disclosure !== undefined && { disclosure }),
      ...(allowedOrigins !== undefined && { allowedOrigins }),
    },
    isTrustedPeer: readTrustedPeers(options.trustedPeers),
    limits: readLimits(options.limits),
    log: options.log ?? SILENT,
    mode: options.mode === 'proxy' ? readProxy(options) : readForwardAuth(options, listen),
  })
}

const SILENT: GateLog = { info: () => undefined, warn: () => undefined, error: () => undefined }

function readProxy({ upstream, spend = 'before' }: ProxyOptions): ProxySettings {
  return {
    name: 'proxy',
    upstream: readUpstream(upstream),
    spend: readWord('spend', spend, ['before', 'on-success']),
  }
}

function readForwardAuth(options: ForwardAuthOptions, listen: Address): ForwardAuthSettings {
  const { dialect, pathPrefix = '', secret, limitedUses = false, trustedPeers = [], from } = options
  const name: DialectName = readWord('dialect', dialect, Object.keys(DIALECTS) as DialectName[])
  if (typeof limitedUses !== 'boolean') throw wrong('limitedUses', 'a boolean', limitedUses)
  refusePlacesThatStay(from)
  refuseStrangers({ onSocket: 'path' in listen, peers: trustedPeers.length, secret })
  return {
    name: 'forward-auth',
    dialect: DIALECTS[name],
    pathPrefix: readPathPrefix(pathPrefix, name),
    limitedUses,
    asksPeers: trustedPeers.length > 0,
    showsSecret: readSecret(secret),
  }
}

/** A proxy can drop a header before the upstream; it cannot take a token out of the cookies or the query. */
function refusePlacesThatStay(from: readonly string[] = []): void {
  const stays = from.find((place) => /^(?:cookie|query):/.test(place))
  if (stays === undefined) return
  throw wrong(
    'from',
    '"bearer", "basic" or "header:<name>" in forward-auth mode, since the upstream sees the others',
    stays,
  )
}

interface WhoAsks {
  readonly onSocket: boolean
  readonly peers: number
  readonly secret: string | undefined
}

/** @throws HallpassError `ERR_OPTIONS` where anybody could ask, and where a list would let nobody in */
function refuseStrangers({ onSocket, peers, secret }: WhoAsks): void {
  if (onSocket && peers > 0)
    throw new HallpassError('ERR_OPTIONS', 'gate: trustedPeers are for TCP: peers of a unix socket have no address')
  if (onSocket || peers > 0 || secret !== undefined) return
  throw new HallpassError(
    'ERR_OPTIONS',
    'gate: forward-auth mode needs to know who may ask: give trustedPeers, a secret, or listen on a unix socket',
  )
}

function readPathPrefix(prefix: string, dialect: DialectName): string {
  if (prefix === '') return prefix
  if (DIALECTS[dialect].told !== undefined) throw wrong('pathPrefix', 'left out unless the dialect is "envoy"', prefix)
  if (typeof prefix === 'string' && PATH_PREFIX.test(prefix)) return prefix
  throw wrong('pathPrefix', 'a path such as "/check", without a slash at its end', prefix)
}

const PATH_PREFIX = /^(?:\/[A-Za-z0-9\-._~]+)+$/
