import { sqliteStore } from '@hallpass/drizzle/sqlite'
import { RACES, type RaceName } from './race.js'

/** A process that opens the store and races, once it is told to. */
const [path = '', race = '', racer = ''] = process.argv.slice(2)

/** What a racer tells at its end. */
export interface Finish {
  readonly won: readonly string[]
  readonly error?: string
}

process.once('message', () => {
  finish().then((told) => process.send?.(told, () => process.disconnect()))
})
process.send?.('ready')

/** Racers are patient: on a busy machine they wait longer for each other than a request would. */
async function finish(): Promise<Finish> {
  try {
    const store = sqliteStore(path, { busyTimeout: 60_000 })
    const won = await RACES[race as RaceName](store, Number(racer))
    await store.close()
    return { won }
  } catch (error) {
    return { won: [], error: error instanceof Error ? `${error.message} ${String(error.cause)}` : String(error) }
  }
}
