import type { TokenService, TokenSummary } from '@hallpass/core'

/** What a presented text proves: a token, whatever became of it; nothing; or that nobody knows while the service is off. */
export type Proven = TokenSummary | 'nothing' | 'disabled'

/**
 * The token whose secret a text holds: only of such a text an explanation tells an id. Spends nothing and asks for no scope:
 * the checks behind that of the secret are not looked at.
 * @throws HallpassError `ERR_STORE`, `ERR_CLOCK`; `ERR_OPTIONS` where `enabled()` of the service fails
 */
export async function provenToken(service: TokenService, text: string): Promise<Proven> {
  const { id, reason } = await service.explain({ token: text }, { scope: '' })
  if (reason === 'disabled') return 'disabled'
  return (id !== undefined && (await service.get(id))) || 'nothing'
}
