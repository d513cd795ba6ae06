import type { TokenService, TokenSummary } from '@hallpass/core'
import { inTime } from '../in-time.js'
import { wrong } from '../option-checks.js'
import { answerCaller, type OAuthAnswer } from './answer-caller.js'
import { DONE } from './oauth-answers.js'
import { type RevocationOptions, readCallerSettings } from './oauth-options.js'
import type { OAuthRequest } from './oauth-request.js'
import { provenToken } from './proven-token.js'

/**
 * Revocation (RFC 7009): closes a token, and all that were minted within it, for an authenticated caller whose token it is.
 * An unknown one, and one that was closed or has expired, is answered as one that was revoked now. While the service is
 * switched off nothing is known of a token, and the answer is 503.
 * @throws HallpassError `ERR_OPTIONS`, without a `caller` too. The decision itself rejects only with `ERR_OPTIONS`, where
 * `caller` gives what is no name
 */
export function createRevocation<R>(
  service: TokenService,
  options: RevocationOptions<R>,
): (request: OAuthRequest<R>) => Promise<OAuthAnswer> {
  const settings = readCallerSettings(service, options, 'revocation', ['mayRevoke'])
  const { mayRevoke = isItsOwn } = options
  if (typeof mayRevoke !== 'function')
    throw wrong('revocation', 'mayRevoke', 'a function of the caller and the token', mayRevoke)
  return (request) =>
    answerCaller(settings, request, async (text, caller) => {
      const proven = await provenToken(service, text)
      if (proven === 'disabled') return 'unavailable'
      if (proven === 'nothing') return DONE
      if ((await inTime(mayRevoke(caller, proven), 'mayRevoke')) !== true) return 'not_its_own'
      await service.revoke(proven.id, { by: caller })
      return DONE
    })
}

/** The token was made for the caller, or stands for it (RFC 7009 2.1). */
function isItsOwn(caller: string, { createdBy, subject }: TokenSummary): boolean {
  return caller === createdBy || caller === subject
}
