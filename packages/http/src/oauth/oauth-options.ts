import type { TokenService, TokenSummary } from '@hallpass/core'
import { contained, ignore } from '../contained.js'
import { refuseUnknownNames, refuseWrongService, wrong } from '../option-checks.js'

/** What introspection and revocation both take. `R` is the framework's request: Express's `req`, Koa's `ctx`. */
export interface CallerOptions<R> {
  /**
   * The application's own authentication of who asks, a resource server or a client: its name, or `undefined` where it is
   * none. Such requests are refused, and no token is looked at.
   */
  readonly caller: (request: R) => string | undefined | Promise<string | undefined>
  /** The `WWW-Authenticate` of that refusal: how callers are to authenticate. Default `Basic realm="hallpass"`. */
  readonly challenge?: string
  /** Hears what the service or a function of these options threw, and is for logs: it reaches no response. What it throws changes nothing. */
  readonly onError?: (error: unknown) => void
}

/** Options of `introspection`. */
export interface IntrospectionOptions<R> extends CallerOptions<R> {
  /** `iss` of what is told. Default none. */
  readonly issuer?: string
}

/** Options of `revocation`. */
export interface RevocationOptions<R> extends CallerOptions<R> {
  /**
   * Whether a caller may revoke a token whose secret it has shown; only `true` allows it. Default: the token's `createdBy`
   * or its `subject` is the caller's name.
   */
  readonly mayRevoke?: (caller: string, token: TokenSummary) => boolean | Promise<boolean>
}

/** Options of both, checked and complete. */
export interface CallerSettings<R> extends Required<CallerOptions<R>> {
  readonly service: TokenService
}

/**
 * Checks what both take, at start-up.
 * @param names all options that the taker knows
 * @throws HallpassError `ERR_OPTIONS`, without a `caller` too
 */
export function readCallerSettings<R>(
  service: TokenService,
  options: CallerOptions<R>,
  taker: string,
  names: readonly string[],
): CallerSettings<R> {
  refuseWrongService(service, taker)
  refuseUnknownNames(options, [...SHARED_NAMES, ...names], taker)
  const { caller, challenge = 'Basic realm="hallpass"', onError = ignore } = options
  if (typeof caller !== 'function')
    throw wrong(taker, 'caller', "a function that gives the caller's name, from your own authentication", caller)
  if (typeof challenge !== 'string' || !CHALLENGE.test(challenge))
    throw wrong(taker, 'challenge', `a challenge such as 'Basic realm="api"'`, challenge)
  if (typeof onError !== 'function') throw wrong(taker, 'onError', 'a function', onError)
  return Object.freeze({ service, caller, challenge, onError: contained(onError) })
}

const SHARED_NAMES: readonly (keyof CallerOptions<unknown>)[] = ['caller', 'challenge', 'onError']

/** A scheme, and printable ASCII behind it (RFC 9110 11.3). */
const CHALLENGE = /^[A-Za-z][A-Za-z0-9-]{0,63}(?: [\x20-\x7e]{1,256})?$/
