export {
  type ApprovalOptions,
  type AssertGuardedOptions,
  type AuthenticateOptions,
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
  type PageAnswer,
  type Problem,
  query,
  type RedactOptions,
  type RefusalPage,
  type Refused,
  redactTokens,
  redactUrl,
  refusalPage,
  type ShownToken,
  type TokenSource,
  tokenLink,
} from '@hallpass/http'
export { approvalRoutes } from './approval-routes.js'
export { assertGuarded } from './assert-guarded.js'
export { authenticate } from './authenticate.js'
export { confirmPage } from './confirm-page.js'
export { type GuardHandler, guard } from './guard.js'
export { validatedToken } from './validated-token.js'
