import type { TokenService } from '@hallpass/core'
import { wrong } from '../option-checks.js'
import { answerCaller, type OAuthAnswer } from './answer-caller.js'
import { oauthJson } from './oauth-answers.js'
import { type IntrospectionOptions, readCallerSettings } from './oauth-options.js'
import type { OAuthRequest } from './oauth-request.js'
import { provenToken } from './proven-token.js'
import { NOT_ACTIVE, toldOfToken } from './told-of-token.js'

/**
 * Introspection (RFC 7662): tells authenticated callers whether a token is active now, and what it is for. Spends nothing,
 * and tells nothing of a token that is not active.
 * @throws HallpassError `ERR_OPTIONS`, without a `caller` too. The decision itself rejects only with `ERR_OPTIONS`, where
 * `caller` gives what is no name
 */
export function createIntrospection<R>(
  service: TokenService,
  options: IntrospectionOptions<R>,
): (request: OAuthRequest<R>) => Promise<OAuthAnswer> {
  const settings = readCallerSettings(service, options, 'introspection', ['issuer'])
  const { issuer } = options
  if (issuer !== undefined && (typeof issuer !== 'string' || issuer === ''))
    throw wrong('introspection', 'issuer', 'a text such as "https://tokens.example"', issuer)
  return (request) =>
    answerCaller(settings, request, async (text) => {
      const proven = await provenToken(service, text)
      return oauthJson(typeof proven === 'string' ? NOT_ACTIVE : toldOfToken(proven, service.registry, issuer))
    })
}
