export type { Duration } from './duration.js'
export { ERROR_CODES, type ErrorCode, HallpassError, shown } from './errors.js'
export type { OperatorAction, OutcomeReason } from './record/outcome.js'
export type {
  ClosedAs,
  Grant,
  Hold,
  JsonObject,
  JsonValue,
  RecordChange,
  RecordedDecision,
  TokenRecord,
} from './record/record.js'
export { REFUSAL_REASONS, type RefusalReason } from './record/refusal.js'
export type { TokenStatus } from './record/status.js'
export { type ToldGrant, type ToldScopes, type ToldToken, toldScopes } from './record/told-scopes.js'
export type { CheckedScope } from './scope/checked-scope.js'
export { defineScope } from './scope/define-scope.js'
export type { RouteDefinition, ScopeDefinition } from './scope/definition.js'
export { createRegistry, type ScopeRegistry } from './scope/registry.js'
export {
  ANY_RESOURCE,
  type Scope,
  type ScopeBinding,
  type ScopeCapacity,
  type ScopeRoute,
  type Segment,
} from './scope/scope.js'
export type { Clock } from './service/clock.js'
export { createTokenService } from './service/create-token-service.js'
export {
  type EventListener,
  SERVICE_EVENT_NAMES,
  type ServiceEvent,
  type ServiceEventName,
  type ServiceEvents,
} from './service/events.js'
export type { FurtherGrant, MintArguments, MintedToken, MintOptions, MintOptionsOf } from './service/mint-types.js'
export type {
  Decision,
  ExplainedCheck,
  ExplainSubject,
  Explanation,
  Outcome,
  SweepOptions,
  TokenFilter,
  TokenSummary,
} from './service/operator-types.js'
export type { TokenServiceOptions } from './service/options.js'
export type { DirectRequest, HttpRequest, ScopeOf, TokenRequest } from './service/request-types.js'
export type { Reservation, ReservedUse } from './service/reservation-types.js'
export type { TokenService } from './service/token-service.js'
export type { Refusal, ValidatedToken, Validation } from './service/validation-types.js'
export { memoryStore } from './store/memory.js'
export { checkPageQuery, fitsQuery } from './store/page-query.js'
export type { InsertLimits, InsertOutcome, PageQuery, TokenStore } from './store/store.js'
export { type Sweeper, type SweeperOptions, startSweeper } from './sweeper.js'
export type { Random } from './token/base62.js'
export type { Pepper } from './token/digest.js'
export { type FingerprintField, fingerprintOf } from './token/fingerprint.js'
export type { Minting, TokenClaim, TokenFormat } from './token/format.js'
export { TOKEN_PATTERN } from './token/text-format.js'
