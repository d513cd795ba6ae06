import type { ScopeRegistry } from '../scope/registry.js'
import type { Scope } from '../scope/scope.js'
import type { MintArguments, MintedToken, MintOptions } from './mint-types.js'
import type {
  Decision,
  ExplainSubject,
  Explanation,
  Outcome,
  SweepOptions,
  TokenFilter,
  TokenSummary,
} from './operator-types.js'
import type { DirectRequest, ScopeOf, TokenRequest } from './request-types.js'
import type { Reservation } from './reservation-types.js'
import type { Validation } from './validation-types.js'

/** Mints, checks and ends tokens. Made by {@link createTokenService}. */
export interface TokenService {
  /** The scopes that it knows. */
  readonly registry: ScopeRegistry
  /** Whether a text is one of this service's by its looks (prefix or issuer), as opposed to somebody else's credential. Says nothing about its validity. */
  owns(text: string): boolean
  /**
   * Makes a record and its token. The text is shown once and kept nowhere.
   * @throws HallpassError for what the scope does not allow, and nothing is stored: `ERR_SCOPE_UNKNOWN`, `ERR_RESOURCE_ID`,
   * `ERR_PARAMS`, `ERR_TTL_INVALID`, `ERR_TTL_EXCEEDS_MAX`, `ERR_USES`, `ERR_BINDINGS`, `ERR_GRANTS`, `ERR_WITHIN`, `ERR_OPTIONS`,
   * `ERR_MAX_LIVE`; where no token can be made: `ERR_RANDOM`, `ERR_COLLISIONS`, `ERR_CLOCK`; and `ERR_STORE`, also where too many
   * calls are under way. `ERR_STORE` leaves open whether a record was kept, whose text nobody has then; so does `ERR_CONTENTION`,
   * where the token to mint within was closed meanwhile.
   */
  mint<S extends Scope>(scope: S, ...options: MintArguments<S>): Promise<MintedToken>
  mint(scope: string, options?: MintOptions): Promise<MintedToken>
  /**
   * Decides whether a token opens a request, spending nothing. A bad token is an answer; a store that fails is thrown.
   * @throws HallpassError `ERR_STORE`, also where too many calls are under way; `ERR_CLOCK`; `ERR_OPTIONS` for what is no request
   * and where `enabled()` failed; `ERR_SCOPE_UNKNOWN` for a request that names what is neither a scope nor a name
   */
  validate<R extends TokenRequest>(presented: string | undefined, request: R): Promise<Validation<ScopeOf<R>>>
  /**
   * Validates and spends one use as one step, if the matched route spends. A direct request always spends.
   * @throws HallpassError as {@link TokenService.validate} does, and `ERR_CONTENTION` where too many want this one token. After
   * `ERR_STORE` the use may be spent
   */
  consume<R extends TokenRequest>(presented: string | undefined, request: R): Promise<Validation<ScopeOf<R>>>
  /**
   * Validates and takes a use that can be given back, where the route spends one of a limited number.
   * @throws HallpassError as {@link TokenService.consume} does. After `ERR_STORE` the use may be held, and comes back with its lease
   */
  reserve<R extends TokenRequest>(presented: string | undefined, request: R): Promise<Reservation<ScopeOf<R>>>
  /**
   * For a broker that waits for one particular token: unknown or closed, then expired, then `token_mismatch`, which consumes
   * neither, then the other checks and the use. Without a request the token is asked for what it was minted for.
   * @throws HallpassError as {@link TokenService.consume} does, and `ERR_OPTIONS` without an expected id
   */
  consumeExpected(expectedId: string, presented: string | undefined, request?: DirectRequest): Promise<Validation>
  /**
   * What is known of a token, without any secret; `undefined` where there is no record.
   * @throws HallpassError `ERR_STORE`, `ERR_CLOCK`
   */
  get(id: string): Promise<TokenSummary | undefined>
  /**
   * All tokens that fit, in the order of their ids: none is skipped or told twice while others change. Default all.
   * @throws HallpassError from the iteration, and not from the call: `ERR_OPTIONS` and `ERR_SCOPE_UNKNOWN` for a filter that is
   * wrong, `ERR_STORE`, `ERR_CLOCK`
   */
  list(filter?: TokenFilter): AsyncIterable<TokenSummary>
  /**
   * How many live tokens the scope has: with any grant of it, and neither closed nor expired.
   * @throws HallpassError `ERR_SCOPE_UNKNOWN` for what is neither a scope nor a name, `ERR_OPTIONS` for an empty name, `ERR_STORE`,
   * `ERR_CLOCK`
   */
  count(scope: Scope | string): Promise<number>
  /**
   * Lets a pending token open what it was minted for. Who minted it cannot, unless the scope says so.
   * @throws HallpassError `ERR_OPTIONS` for a decision that does not say by whom, `ERR_STORE`, `ERR_CONTENTION` where others were
   * first again and again, `ERR_CLOCK`. After `ERR_STORE` it may be done; a second call tells
   */
  approve(id: string, decision: Decision): Promise<Outcome>
  /**
   * Closes a pending token for good.
   * @throws HallpassError as {@link TokenService.approve} does
   */
  deny(id: string, decision: Decision): Promise<Outcome>
  /**
   * Closes a token for good, and all that were minted within it: these also where it was closed before or has expired.
   * @throws HallpassError as {@link TokenService.approve} does; some may be closed then, and a second call closes the others
   */
  revoke(id: string, decision: Decision): Promise<Outcome>
  /**
   * Closes all tokens with a grant of this scope for this resource, and all that were minted within them; answers how many it
   * closed. Tokens for any resource survive. The default decision is by `application`.
   * @throws HallpassError as {@link TokenService.revokeMatching} does, and `ERR_RESOURCE_ID` for an empty id
   */
  revokeByResource(scope: Scope | string, resourceId: string, decision?: Decision): Promise<number>
  /**
   * Closes all tokens that fit, and all that were minted within them; answers how many it closed. An empty filter is an error,
   * never everything. The default decision is by `application`.
   * @throws HallpassError as {@link TokenService.revoke} does; `ERR_OPTIONS` and `ERR_SCOPE_UNKNOWN` for a filter that is wrong
   */
  revokeMatching(filter: TokenFilter, decision?: Decision): Promise<number>
  /**
   * Forgets records whose retention ended before a date, in bounded batches; answers how many. Default now, and never past it.
   * @throws HallpassError `ERR_OPTIONS` for what is no date or no batch, `ERR_STORE`, `ERR_CLOCK`
   */
  sweep(before?: Date, options?: SweepOptions): Promise<number>
  /**
   * Each check and its verdict, for operators. Spends nothing and tells no event.
   * @throws HallpassError `ERR_OPTIONS` for neither a token nor an id, for what is no request, and where `enabled()` failed;
   * `ERR_SCOPE_UNKNOWN`, `ERR_STORE`, `ERR_CLOCK`
   */
  explain(subject: ExplainSubject, request: TokenRequest): Promise<Explanation>
  /** Closes the store; rejects with what the store does. */
  close(): Promise<void>
}
