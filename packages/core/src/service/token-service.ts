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
  readonly registry: ScopeRegistry
  /** Whether a text is one of this service's by its looks (prefix or issuer), as opposed to somebody else's credential. Says nothing about its validity. */
  owns(text: string): boolean
  /**
   * Makes a record and its token. The text is shown once and kept nowhere.
   * @throws HallpassError for what the scope does not allow; nothing is stored then
   */
  mint<S extends Scope>(scope: S, ...options: MintArguments<S>): Promise<MintedToken>
  mint(scope: string, options?: MintOptions): Promise<MintedToken>
  /** Decides whether a token opens a request, spending nothing. A bad token is an answer; a store that fails is thrown. */
  validate<R extends TokenRequest>(presented: string | undefined, request: R): Promise<Validation<ScopeOf<R>>>
  /** Validates and spends one use as one step, if the matched route spends. A direct request always spends. */
  consume<R extends TokenRequest>(presented: string | undefined, request: R): Promise<Validation<ScopeOf<R>>>
  /** Validates and takes a use that can be given back, where the route spends one of a limited number. */
  reserve<R extends TokenRequest>(presented: string | undefined, request: R): Promise<Reservation<ScopeOf<R>>>
  /** For a broker that waits for one particular token: unknown or closed, then expired, then `token_mismatch`, which consumes neither, then the other checks and the use. Without a request the token is asked for what it was minted for. */
  consumeExpected(expectedId: string, presented: string | undefined, request?: DirectRequest): Promise<Validation>
  /** What is known of a token, without any secret; `undefined` where there is no record. */
  get(id: string): Promise<TokenSummary | undefined>
  /** All tokens that fit, in the order of their ids: none is skipped or told twice while others change. */
  list(filter?: TokenFilter): AsyncIterable<TokenSummary>
  /** How many live tokens the scope has. */
  count(scope: Scope | string): Promise<number>
  /** Lets a pending token open what it was minted for. Who minted it cannot, unless the scope says so. */
  approve(id: string, decision: Decision): Promise<Outcome>
  /** Closes a pending token for good. */
  deny(id: string, decision: Decision): Promise<Outcome>
  /** Closes a token for good, and all that were minted within it. */
  revoke(id: string, decision: Decision): Promise<Outcome>
  /** Closes all tokens with a grant of this scope for this resource; answers how many. Tokens for any resource survive. */
  revokeByResource(scope: Scope | string, resourceId: string, decision?: Decision): Promise<number>
  /** Closes all tokens that fit; answers how many. An empty filter is an error, never everything. */
  revokeMatching(filter: TokenFilter, decision?: Decision): Promise<number>
  /** Forgets records whose time is long past, in bounded batches; answers how many. Never past now. */
  sweep(before?: Date, options?: SweepOptions): Promise<number>
  /** Each check and its verdict, for operators. Spends nothing. */
  explain(subject: ExplainSubject, request: TokenRequest): Promise<Explanation>
  /** Closes the store. */
  close(): Promise<void>
}
