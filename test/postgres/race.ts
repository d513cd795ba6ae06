import type { InsertLimits, TokenStore } from '@hallpass/core'
import { closedOf, grantOf, idOf, NOW, nextOf, recordOf } from '@hallpass/store-contract'

/** What processes race for. */
export type RaceName = 'consume' | 'spend' | 'mint' | 'mixed'

/** Takes part in a race; gives what was won, one for each time. */
export type Race = (store: TokenStore, racer: number) => Promise<readonly string[]>

/** Tokens of the race `consume`. */
export const SINGLE_USE = 100
/** Uses of the one token of the race `spend`. */
export const USES = 60
/** Places in the race `mint`, places of one subject, and how many each racer wants. */
export const PLACES = 40
export const OF_SUBJECT = 9
export const WANTED = 25
/** Scopes of the race `mixed`, and how many each racer mints in each of them; every second one with a limit. */
export const SCOPES = Array.from({ length: 40 }, (_, number) => `scope ${number}`)
export const MIXED = 6

export const RACES: Readonly<Record<RaceName, Race>> = {
  async consume(store) {
    const ids = Array.from({ length: SINGLE_USE }, (_, number) => idOf(number))
    const won = await Promise.all(
      ids.map(async (id) => {
        const found = await store.find(id)
        return found?.state === 'active' && (await store.replace(closedOf(found, 'consumed'))) ? [id] : []
      }),
    )
    return won.flat()
  },

  async spend(store) {
    const won: string[] = []
    for (;;) {
      const found = await store.find(idOf(0))
      if (!found?.usesLeft) return won
      const next = nextOf(found, { usesLeft: found.usesLeft - 1, attempts: [] })
      if (await store.replace(next)) won.push(`${found.usesLeft}`)
    }
  },

  async mint(store, racer) {
    const limits = { now: NOW, total: PLACES, perSubject: OF_SUBJECT }
    const records = Array.from({ length: WANTED }, (_, number) =>
      recordOf({ id: idOf(1000 * racer + number), subject: `subject ${number % 2}-${racer % 3}` }),
    )
    const told = await Promise.all(records.map((record) => store.insert(record, limits)))
    return records.filter((_, index) => told[index] === 'inserted').map(({ id }) => id)
  },

  async mixed(store, racer) {
    const won: string[] = []
    for (const [place, scope] of SCOPES.entries()) {
      const records = Array.from({ length: MIXED }, (_, number) =>
        recordOf({ id: idOf(1000 * racer + 10 * place + number), grants: [grantOf({ scope })] }),
      )
      const told = await Promise.all(
        records.map((record, index) => store.insert(record, index % 2 ? limitsAt(index) : undefined)),
      )
      won.push(...records.filter((_, index) => told[index] === 'inserted').map(({ id }) => id))
    }
    return won
  },
}

/** Clocks differ by a millisecond: who is behind the last count counts again. */
function limitsAt(index: number): InsertLimits {
  return { now: NOW + (index % 4 === 1 ? 0 : 1), total: 4 * MIXED }
}
