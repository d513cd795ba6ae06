import { performance } from 'node:perf_hooks'
import type pg from 'pg'
import type { Database, Run } from '../database.js'
import type { PostgresSettings } from '../options.js'
import { ask, plainQuestion, type Question, question } from './ask.js'
import { createConnectionLine, type TakenConnection } from './connection-line.js'
import type { Greeting } from './durability.js'
import { isBroken, isRefusedWhole, isUnanswered } from './failures.js'
import { createStrayBackends } from './stray-backends.js'

/** How often something is run that the server refuses because others change the same. */
const MOST_TRIES = 3

/** Runs statements on connections of a pool. */
export function poolDatabase(pool: pg.Pool, settings: PostgresSettings, greet: Greeting): Omit<Database, 'end'> {
  const { prepared, statementTimeout } = settings
  const line = createConnectionLine(pool, settings, greet)
  const begin = plainQuestion(beginning(settings))
  const run: Run = (statement, values = []) => {
    const asked = question(statement, values, prepared)
    return onConnection(statement.reads, ({ client }) => ask(client, asked, statementTimeout))
  }
  const endStray = createStrayBackends(run)
  return {
    run,
    transaction: (steps) =>
      onConnection(false, ({ client }) =>
        inTransaction(begin, steps, prepared, (asked) => ask(client, asked, statementTimeout)),
      ),
  }

  async function onConnection<T>(reads: boolean, work: (connection: TakenConnection) => Promise<T>): Promise<T> {
    const begun = performance.now()
    for (let tries = 1; ; tries++) {
      const connection = await line.take()
      try {
        const result = await work(connection)
        line.give(connection)
        return result
      } catch (error) {
        line.give(connection, isBroken(error) ? (error as Error) : undefined)
        if (isUnanswered(error)) endStray(processIdOf(connection.client))
        const patient = performance.now() - begun < settings.connectTimeout
        if (!(isRefusedWhole(error) && tries < MOST_TRIES) && !(reads && patient && diedIdle(connection, error)))
          throw error
      }
    }
  }
}

/** A connection may have died while it lay idle, and nobody has noticed: then a look is taken on another. */
function diedIdle({ isNew }: TakenConnection, error: unknown): boolean {
  return !isNew && isBroken(error) && !isUnanswered(error)
}

/** The times hold for the transaction alone, and not for what the application does on the same connection later. */
function beginning({ lockTimeout, statementTimeout }: PostgresSettings): string {
  return `begin isolation level read committed;
    set local lock_timeout = ${lockTimeout};
    set local statement_timeout = ${statementTimeout};
    set local idle_in_transaction_session_timeout = ${statementTimeout}`
}

const COMMIT = plainQuestion('commit')
const ROLLBACK = plainQuestion('rollback')

type Ask = (asked: Question) => ReturnType<typeof ask>

async function inTransaction<T>(
  begin: Question,
  steps: (run: Run) => Promise<T>,
  prepared: boolean,
  step: Ask,
): Promise<T> {
  try {
    await step(begin)
    const result = await steps((statement, values = []) => step(question(statement, values, prepared)))
    await step(COMMIT)
    return result
  } catch (error) {
    if (!isBroken(error)) await step(ROLLBACK)
    throw error
  }
}

function processIdOf(client: pg.PoolClient): number {
  return Number((client as pg.PoolClient & { readonly processID?: unknown }).processID ?? 0)
}
