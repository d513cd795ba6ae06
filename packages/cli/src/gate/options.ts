import type { DialectName } from './dialects.js'
import type { GateLimits } from './limits.js'

/** What {@link createGate} takes. */
export type GateOptions = ForwardAuthOptions | ProxyOptions

/** What both modes take. */
export interface SharedGateOptions {
  /** Where the gate listens: `host:port`, or `unix:/path` for a unix socket. Default `127.0.0.1:8080`. */
  readonly listen?: string
  /** Who may connect to a unix socket: its owner and group, or its owner only. Default `'0660'`. */
  readonly socketMode?: '0660' | '0600'
  /** Where health and metrics are served. Default nowhere. */
  readonly adminListen?: string
  /** Where a token is looked for: `'bearer'`, `'basic'`, `'header:<name>'`, and in proxy mode `'cookie:<name>'`, `'query:<name>'`. Default `['bearer', 'header:x-hallpass-token']`. */
  readonly from?: readonly string[]
  /** The realm of the challenges. Default `hallpass`. */
  readonly realm?: string
  /** `'opaque'`: every refusal of a presented token is one and the same 401. Default `'reasons'`. */
  readonly disclosure?: 'reasons' | 'opaque'
  /** Origins whose requests may carry a token by cookie or Basic. Default none but the own. */
  readonly allowedOrigins?: readonly string[]
  /** Addresses and networks of proxies. In forward-auth mode nobody else may ask; in proxy mode their `X-Forwarded-For` is believed. Default none. */
  readonly trustedPeers?: readonly string[]
  /** What bounds the gate's work. */
  readonly limits?: Partial<GateLimits>
  /** Hears what the gate does; a pino logger fits. Default nobody. */
  readonly log?: GateLog
}

/** A gate that a proxy asks about each request. One of `trustedPeers`, `secret` and a unix socket says who may ask. */
export interface ForwardAuthOptions extends SharedGateOptions {
  readonly mode: 'forward-auth'
  /** Whose questions it understands. */
  readonly dialect: DialectName
  /** Only for `envoy`: what `path_prefix` puts before the request's target. Default none. */
  readonly pathPrefix?: string
  /** A secret that the proxy shows in `X-Hallpass-Gate-Secret`. Default none. */
  readonly secret?: string
  /** Whether tokens with limited uses open what spends: a proxy may ask more than once for one request. Default false. */
  readonly limitedUses?: boolean
}

/** A gate that stands before one upstream. */
export interface ProxyOptions extends SharedGateOptions {
  readonly mode: 'proxy'
  /** `http://host:port`, or `unix:/path` for a unix socket. */
  readonly upstream: string
  /** `'before'`: a use is spent before the upstream is asked. `'on-success'`: before the first byte of a response below 500 goes out, given back else. Default `'before'`. */
  readonly spend?: 'before' | 'on-success'
}

/** Where the gate tells what it does: fields for programs, and a text for people. */
export interface GateLog {
  info(fields: object, text: string): void
  warn(fields: object, text: string): void
  error(fields: object, text: string): void
}
