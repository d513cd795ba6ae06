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
export { type GuardHandler, guard } from './guard.js'
export { validatedToken } from './validated-token.js'
