export type {
  Answer,
  HeldUse,
  PassAnswer,
  PassOnAnswer,
  RefuseAnswer,
  Refused,
  ResponseHeaders,
  ShowAnswer,
} from './answer.js'
export { ANSWERS, type AnswerRow, type ProblemCode, type RefusedBecause } from './answers.js'
export type { ApprovalAnswer, StreamAnswer } from './approval/approval-answer.js'
export {
  APPROVAL_ANSWERS,
  type ApprovalAnswerRow,
  type ApprovalCode,
  type ApprovalRefusal,
} from './approval/approval-answers.js'
export type { ApprovalOptions } from './approval/approval-options.js'
export type { ApprovalRequest } from './approval/approval-request.js'
export { type ApprovalRoute, createApprovalRoutes } from './approval/approval-routes.js'
export type { ShownDecision, ShownGrant, ShownRoute, ShownToken } from './approval/shown-token.js'
export { asReceived, type NodeRequest } from './as-received.js'
export { createAuthentication } from './authentication.js'
export type { ConfirmAnswer } from './confirm-page/confirm-answer.js'
export { createConfirmPage } from './confirm-page/confirm-page.js'
export type { ConfirmPageOptions } from './confirm-page/confirm-settings.js'
export type { ConfirmWording } from './confirm-page/wording.js'
export { type CorsHeaders, type CorsOptions, corsHeaders } from './cors.js'
export type { Gate, GateDecision } from './gate.js'
export { createGuard } from './guard.js'
export type { GuardScopes } from './guard-scopes.js'
export { type AssertGuardedOptions, assertRoutesGuarded } from './guarded/assert-routes-guarded.js'
export { markGuard } from './guarded/guard-mark.js'
export type { DispatchedRoute, RouteTable } from './guarded/route-table.js'
export type { PageAnswer } from './html/page.js'
export { type RefusalPage, refusalPage } from './html/refusal-page.js'
export type { NodeResponse } from './node-response.js'
export { createNotes, type Notes } from './notes.js'
export type { OAuthAnswer } from './oauth/answer-caller.js'
export { createIntrospection } from './oauth/introspection.js'
export { OAUTH_ANSWERS, type OAuthAnswerRow, type OAuthRefusal } from './oauth/oauth-answers.js'
export type { CallerOptions, IntrospectionOptions, RevocationOptions } from './oauth/oauth-options.js'
export type { OAuthRequest } from './oauth/oauth-request.js'
export { createRevocation } from './oauth/revocation.js'
export type { ToldOfNothing, ToldOfToken } from './oauth/told-of-token.js'
export type { AuthenticateOptions, GateOptions, GuardOptions } from './options.js'
export { AMBIGUOUS } from './raw-headers.js'
export type { IncomingBody } from './read-text.js'
export { type RedactOptions, redactTokens, redactUrl } from './redact.js'
export type { Problem } from './refusing/problem.js'
export { type FingerprintRequest, requestFingerprint } from './request-fingerprint.js'
export { attachedToken, attachToken, type Received } from './request-memory.js'
export type { RequestView } from './request-view.js'
export { DEFAULT_SOURCES } from './settings.js'
export { type BasicOptions, basic } from './sources/basic.js'
export { bearer } from './sources/bearer.js'
export { body } from './sources/body.js'
export { cookie } from './sources/cookie.js'
export { header } from './sources/header.js'
export { query } from './sources/query.js'
export type { Reading, TokenSource } from './sources/token-source.js'
export { tokenLink } from './token-link.js'
export { authorizeUpgrade, type UpgradeDecision } from './upgrade/authorize-upgrade.js'
export type { StreamEnd } from './upgrade/token-line.js'
export { createUpgradeGate } from './upgrade/upgrade-gate.js'
export type { UpgradeOptions } from './upgrade/upgrade-options.js'
export type { WatchOptions } from './upgrade/watch-options.js'
export { watchToken } from './upgrade/watch-token.js'
