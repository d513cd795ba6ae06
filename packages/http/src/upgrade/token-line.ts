import type { TokenService, TokenSummary } from '@hallpass/core'

/**
 * Why an open stream must end. `unknown`: the record is gone before its time. `unwatched`: the store could not be asked, and
 * nobody knows.
 */
export type StreamEnd = 'revoked' | 'denied' | 'expired' | 'unknown' | 'unwatched'

/** A token and those that it was minted within. */
export interface TokenLine {
  /** Asks the store about each that can still be revoked; `settled` where none can. Rejects where the store fails. */
  look(): Promise<'revoked' | 'denied' | 'unknown' | 'open' | 'settled'>
  /** When the token itself expires, in milliseconds; infinity until the first look. */
  expiresAt(): number
}

/** `found` hears the id of each of the line before the store is asked about it. */
export function createTokenLine(
  service: TokenService,
  id: string,
  now: () => number,
  found: (id: string) => void,
): TokenLine {
  const line = new Map<string, Link>()
  add(id, Number.POSITIVE_INFINITY)

  function add(one: string, expiresAt: number): void {
    if (line.has(one)) return
    line.set(one, { expiresAt, settled: false })
    found(one)
  }

  async function lookAt(one: string, { expiresAt }: Link): Promise<'revoked' | 'denied' | 'unknown' | undefined> {
    const token = await service.get(one)
    if (!token && !(now() >= expiresAt)) return 'unknown'
    if (token?.status === 'revoked' || token?.status === 'denied') return token.status
    line.set(one, { expiresAt: token?.expiresAt.getTime() ?? expiresAt, settled: isSettled(token) })
    if (token?.parent !== undefined) add(token.parent, token.expiresAt.getTime())
    return undefined
  }

  return {
    async look() {
      // A map tells of what is added meanwhile: the whole line is walked in one look.
      for (const [one, link] of line) {
        const end = link.settled ? undefined : await lookAt(one, link)
        if (end) return end
      }
      return [...line.values()].every(({ settled }) => settled) ? 'settled' : 'open'
    },
    expiresAt: () => line.get(id)?.expiresAt ?? Number.POSITIVE_INFINITY,
  }
}

interface Link {
  /** Before this moment the record must be there. What a token was minted within lives at least as long as the token. */
  readonly expiresAt: number
  /** Nobody can revoke it any more. */
  readonly settled: boolean
}

/** Consumed is final, and what has expired is not revoked. A record that is gone after its time was swept. */
function isSettled(token: TokenSummary | undefined): boolean {
  return token === undefined || token.status === 'consumed' || token.status === 'expired'
}
