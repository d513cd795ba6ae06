export {
  type AssertGuardedOptions,
  type AuthenticateOptions,
  type BasicOptions,
  basic,
  bearer,
  body,
  cookie,
  type GuardOptions,
  type GuardScopes,
  header,
  type Problem,
  query,
  type Refused,
  type TokenSource,
} from '@hallpass/http'
export { assertGuarded } from './assert-guarded.js'
export { authenticate } from './authenticate.js'
export { guard } from './guard.js'
export type { RouteContext } from './route-context.js'
export { validatedToken } from './validated-token.js'
