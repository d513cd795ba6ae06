import { createTokenService, defineScope, HallpassError, type MintedToken, type TokenService } from '@hallpass/core'
import { redisStore } from '@hallpass/redis'
import { expect } from 'vitest'
import type { Connected } from './clients.js'

/** A scope of single-use tokens. */
export const once = defineScope({ name: 'once', routes: ['POST /once/:id'], resource: 'id', uses: 1, maxTtl: '1h' })

/** How long a command may take in these tests, in milliseconds: longer than a busy machine and its disk need. */
export const TIMEOUT = 2000

export function openService({ client }: Connected, keyPrefix = 'world'): TokenService {
  const store = redisStore(client, { keyPrefix, commandTimeout: TIMEOUT, onWarning: () => undefined })
  return createTokenService({ scopes: [once], store })
}

/** What became of a use: `'ok'`, the reason of a refusal, or the code of an error. Errors tell nothing of the token. */
export async function use(service: TokenService, { token }: MintedToken): Promise<string> {
  try {
    const answer = await service.consume(token, { method: 'POST', target: '/once/x' })
    return answer.ok ? 'ok' : answer.refusal.reason
  } catch (error) {
    expect(error).toBeInstanceOf(HallpassError)
    const { code, message, cause } = error as HallpassError
    for (const text of [message, String(cause), JSON.stringify(Object.entries(cause ?? {}))])
      for (const secret of [token, token.slice(-38)]) expect(text).not.toContain(secret)
    return code
  }
}

/** Several at once, and how often each outcome came. */
export async function useAtOnce(service: TokenService, minted: MintedToken, times = 3): Promise<string[]> {
  return Promise.all(Array.from({ length: times }, () => use(service, minted)))
}

/** Waits until the store works again, without a restart of anything here. */
export async function untilWell(service: TokenService): Promise<void> {
  for (const end = Date.now() + 60_000; ; ) {
    const minted = await service.mint(once, { resourceId: 'x' }).catch((error: unknown) => error)
    if (!(minted instanceof Error)) return
    if (Date.now() > end) throw new Error('the store did not recover', { cause: minted })
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
