import { HallpassError } from '@hallpass/core'
import type pg from 'pg'
import type { PostgresSettings } from '../options.js'
import { ask, plainQuestion } from './ask.js'
import type { Greeting } from './durability.js'

/** A connection that one call has for itself. */
export interface TakenConnection {
  readonly client: pg.PoolClient
  /** Whether the store has it for the first time: then it cannot have died while it lay idle. */
  readonly isNew: boolean
}

/** Takes connections out of a pool: in bounded time, and with a bounded number of calls that wait. */
export interface ConnectionLine {
  readonly take: () => Promise<TakenConnection>
  /** Gives one back; one that is broken is ended. */
  readonly give: (connection: TakenConnection, broken?: Error) => void
}

export function createConnectionLine(pool: pg.Pool, settings: PostgresSettings, greet: Greeting): ConnectionLine {
  const known = new WeakSet<pg.PoolClient>()
  const connect = createBoundedConnect(pool, settings)
  const give = ({ client }: TakenConnection, broken?: Error) => {
    client.removeListener('error', ignore)
    client.release(broken)
  }
  return {
    take: async () => {
      const client = await connect()
      client.on('error', ignore)
      const connection = { client, isNew: !known.has(client) }
      if (connection.isNew) await welcome(connection)
      return connection
    },
    give,
  }

  async function welcome(connection: TakenConnection): Promise<void> {
    const { client } = connection
    try {
      await greet(async (text) => (await ask(client, plainQuestion(text), settings.statementTimeout)).rows.flat())
      known.add(client)
    } catch (error) {
      give(connection, error as Error)
      throw error
    }
  }
}

/** The query that was under way hears of it. */
function ignore(): void {}

/**
 * The pool's own queue has no end, and who gave up stays in it: so those are counted too, until the pool has come to them.
 */
function createBoundedConnect(pool: pg.Pool, { maxWaiting, connectTimeout }: PostgresSettings) {
  let waiting = 0
  return (): Promise<pg.PoolClient> => {
    if (waiting >= maxWaiting) return Promise.reject(tooMany(waiting))
    waiting++
    return new Promise((resolve, reject) => {
      let gaveUp = false
      const timer = setTimeout(() => {
        gaveUp = true
        reject(tooLate(connectTimeout))
      }, connectTimeout)
      const settle = (error: unknown, client?: pg.PoolClient) => {
        waiting--
        clearTimeout(timer)
        if (!client) reject(error)
        else if (gaveUp) client.release()
        else resolve(client)
      }
      try {
        pool.connect(settle)
      } catch (error) {
        settle(error)
      }
    })
  }
}

function tooMany(waiting: number): HallpassError {
  return new HallpassError('ERR_STORE', `${waiting} calls wait for a Postgres connection already, which is maxWaiting`)
}

function tooLate(milliseconds: number): HallpassError {
  return new HallpassError('ERR_STORE', `no Postgres connection came within connectTimeout, ${milliseconds} ms`)
}
