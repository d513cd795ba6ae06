import type { HttpRequest, TokenRequest, TokenService } from '@hallpass/core'

/**
 * The service as a gate sees it that may be asked twice about one request: a token with limited uses opens nothing that
 * would spend one. The others are only validated, which is all that consuming them does.
 */
export function withoutLimitedUses(service: TokenService): TokenService {
  const consume = async (presented: string | undefined, request: TokenRequest) => {
    const answer = await service.validate(presented, request as HttpRequest)
    if (!answer.ok || !answer.token.spends || answer.token.usesLeft === null) return answer
    return { ok: false, refusal: { reason: 'route_not_allowed', id: answer.token.id } } as const
  }
  return { ...service, consume: consume as TokenService['consume'] }
}
