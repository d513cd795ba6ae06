import type { MintedToken, TokenService } from '@hallpass/core'
import { contradictionsIn } from '../history/contradictions.js'
import { type Deed, type MintedUnderTest, moment } from '../history/history.js'
import type { Worker } from './crew.js'
import type { UsedToken } from './tasks.js'

/** What happens to some tokens, from their mint to what the store has in the end. */
export interface Story {
  /** A token was minted. */
  readonly add: (minted: MintedToken, token: Omit<UsedToken, 'id' | 'token'> & StoredUses) => UsedToken
  /** Somebody did something; what the workers did is known anyway. */
  readonly did: (deed: Deed) => void
  /** How often uses of a token came to what. */
  readonly tally: (id: string) => Readonly<Record<string, number>>
  /** How many uses succeeded. */
  readonly successes: () => number
  /** Looks at what the store has, and at what was done. */
  readonly contradictions: () => Promise<readonly string[]>
}

interface StoredUses {
  readonly uses: number | null
  readonly pending?: boolean
}

export function createStory(service: TokenService, crew: readonly Worker[]): Story {
  const tokens: MintedUnderTest[] = []
  const own: Deed[] = []
  const members = [...crew]
  const deeds = () => [...own, ...members.flatMap((worker) => worker.deeds())]
  const usesOf = (ids: readonly string[]) => deeds().filter(({ what, token }) => what === 'use' && ids.includes(token))
  return {
    add: ({ id, token, expiresAt }, { scope, uses, pending = false }) => {
      tokens.push({ id, uses, pending, expiresAt: asMoment(expiresAt) })
      return { id, token, scope }
    },
    did: (deed) => void own.push(deed),
    tally: (id) => {
      const sums: Record<string, number> = {}
      for (const { outcome } of usesOf([id])) sums[outcome] = (sums[outcome] ?? 0) + 1
      return sums
    },
    successes: () => usesOf(tokens.map(({ id }) => id)).filter(({ outcome }) => outcome === 'ok').length,
    contradictions: async () => contradictionsIn({ tokens, deeds: deeds(), left: await leftOf(service, tokens) }),
  }
}

/** The same point of time on the monotonic clock; it may be a millisecond late. */
function asMoment(date: Date): number {
  return moment() + (date.getTime() - Date.now())
}

async function leftOf(service: TokenService, tokens: readonly MintedUnderTest[]): Promise<Map<string, number | null>> {
  const left = new Map<string, number | null>()
  for (const { id } of tokens) {
    const summary = await service.get(id)
    if (summary) left.set(id, summary.usesLeft)
  }
  return left
}
