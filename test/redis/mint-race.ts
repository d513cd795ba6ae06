import type { TokenStore } from '@hallpass/core'
import { idOf, NOW, recordOf } from '@hallpass/store-contract'

/** Places in total and of each of two subjects, and how many each racer wants. */
export const MOST = 40
export const MOST_OF_ONE = 25
const WANTED = 30

/** Mints all at once, and not one after the other; gives the ids of what was won. */
export async function mint(store: TokenStore, racer: number): Promise<readonly string[]> {
  const records = Array.from({ length: WANTED }, (_, number) =>
    recordOf({ id: idOf(1000 * racer + number), subject: `subject ${number % 2}` }),
  )
  const limits = { now: NOW, total: MOST, perSubject: MOST_OF_ONE }
  const answers = await Promise.all(records.map((record) => store.insert(record, limits)))
  return records.filter((_, at) => answers[at] === 'inserted').map(({ id }) => id)
}
