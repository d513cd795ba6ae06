import type { TokenStore } from '@hallpass/core'
import { closedOf, idOf, NOW, nextOf, recordOf } from '@hallpass/store-contract'

/** What processes race for. */
export type RaceName = 'consume' | 'spend' | 'mint'

/** Takes part in a race; gives the ids of what was won, one for each time. */
export type Race = (store: TokenStore, racer: number) => Promise<readonly string[]>

/** Tokens of the race `consume`. */
export const SINGLE_USE = 150
/** Uses of the one token of the race `spend`. */
export const USES = 200
/** Places in the race `mint`, and how many each racer wants. */
export const PLACES = 60
export const WANTED = 30

export const RACES: Readonly<Record<RaceName, Race>> = {
  async consume(store) {
    const won: string[] = []
    for (let number = 0; number < SINGLE_USE; number++) {
      const found = await store.find(idOf(number))
      if (found?.state === 'active' && (await store.replace(closedOf(found, 'consumed')))) won.push(found.id)
    }
    return won
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
    const won: string[] = []
    for (let number = 0; number < WANTED; number++) {
      const record = recordOf({ id: idOf(1000 * racer + number), subject: `subject ${racer}` })
      if ((await store.insert(record, { now: NOW, total: PLACES, perSubject: 10 })) === 'inserted') won.push(record.id)
    }
    return won
  },
}
