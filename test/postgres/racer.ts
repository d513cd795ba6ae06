import { migrate, postgresStore } from '@hallpass/drizzle/postgres'
import { RACES, type RaceName } from './race.js'

/** A race, as a racer is told to take part in it. */
export interface Start {
  readonly url: string
  readonly race: RaceName
  readonly racer: number
  /** As the option of the store. */
  readonly prepared: boolean
}

/** What a racer tells at the end of a race. */
export interface Finish {
  readonly won: readonly string[]
  readonly error?: string
}

/** A process that makes the tables, opens a store and races, each time that it is told to. */
process.on('message', (start: Start) => {
  finish(start).then((told) => process.send?.(told))
})
process.send?.('ready')

/** Racers are patient: on a busy machine they wait longer for each other than a request would. */
async function finish({ url, race, racer, prepared }: Start): Promise<Finish> {
  const times = { connectTimeout: 60_000, statementTimeout: 60_000, lockTimeout: 60_000, prepared }
  try {
    await migrate(url, times)
    const store = postgresStore(url, { ...times, connections: 4 })
    const won = await RACES[race](store, racer)
    await store.close()
    return { won }
  } catch (error) {
    return { won: [], error: error instanceof Error ? `${error.message} ${String(error.cause)}` : String(error) }
  }
}
