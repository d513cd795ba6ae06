import type { TokenService, TokenSummary } from '@hallpass/core'

/** What a presented text proves: a token, whatever became of it; nothing; or that nobody knows while the service is off. */
export type Proven = TokenSummary | 'nothing' | 'disabled'

/**
 * The token whose secret a text holds. Spends nothing and asks for no scope: the checks behind that of the secret are
 * not looked at.
 * @throws HallpassError `ERR_STORE`, `ERR_CLOCK`; `ERR_OPTIONS` where `enabled()` of the service fails
 */
export async function provenToken(service: TokenService, text: string): Promise<Proven> {
  const { id, reason, checks } = await service.explain({ token: text }, { scope: '' })
  if (reason === 'disabled') return 'disabled'
  const proven = checks.some(({ check, verdict }) => check === 'unknown' && verdict === 'passed')
  return (proven && id !== undefined && (await service.get(id))) || 'nothing'
}
