export {
  type ApprovalOptions,
  type AssertGuardedOptions,
  type AuthenticateOptions,
  authorizeUpgrade,
  type BasicOptions,
  basic,
  bearer,
  body,
  type ConfirmPageOptions,
  type ConfirmWording,
  type CorsHeaders,
  type CorsOptions,
  cookie,
  corsHeaders,
  type GuardOptions,
  type GuardScopes,
  header,
  type IntrospectionOptions,
  type PageAnswer,
  type Problem,
  query,
  type RedactOptions,
  type RefusalPage,
  type Refused,
  type RevocationOptions,
  redactTokens,
  redactUrl,
  refusalPage,
  requestFingerprint,
  type ShownToken,
  type StreamEnd,
  type TokenSource,
  type ToldOfNothing,
  type ToldOfToken,
  tokenLink,
  type UpgradeDecision,
  type UpgradeOptions,
  type WatchOptions,
  watchToken,
} from '@hallpass/http'
export { approvalRoutes } from './approval-routes.js'
export { assertGuarded, type HasRoutes } from './assert-guarded.js'
export { authenticate } from './authenticate.js'
export { confirmPage } from './confirm-page.js'
export { guard } from './guard.js'
export { introspection, type OAuthHandler, revocation } from './oauth.js'
export type { RouteContext } from './route-context.js'
export { validatedToken } from './validated-token.js'
