import type { InsertLimits, InsertOutcome, TokenRecord } from '@hallpass/core'
import { sql } from 'drizzle-orm'
import type { Database, Run } from './database.js'
import { behindRow, keepToken, newRow, ROW_VALUES } from './new-row.js'
import { hallpassLive as live, hallpassTokens as tokens } from './schema.js'
import { statement } from './statements.js'

interface ScopeLimits extends InsertLimits {
  readonly scope: string
}

/**
 * Keeps a new record where the limits leave room. Two that do so at once would each miss the other's record: the second
 * waits for the scope's row, and begins its statement when it has it, so that it sees what the first has committed.
 */
export async function insertWithin(
  database: Database,
  record: TokenRecord,
  limits: ScopeLimits,
): Promise<InsertOutcome> {
  const outcome = await database.transaction((run) => insertInTurn(run, record, limits))
  if (outcome !== undefined) return outcome
  await database.transaction((run) => addRow(run, limits.scope))
  return insertWithin(database, record, limits)
}

/** Gives `undefined` where the scope has no row yet. */
async function insertInTurn(
  run: Run,
  record: TokenRecord,
  { scope, now, total, perSubject }: ScopeLimits,
): Promise<InsertOutcome | undefined> {
  if ((await run(TAKE_TURN, [scope])).changes === 0) return undefined
  const limits = [scope, now, total ?? null, perSubject ?? null, record.subject ?? null]
  const [row] = (await run(INSERT_WITHIN, [...newRow(record), ...limits])).rows
  if (row?.[0] === 0) return 'full'
  return row?.[1] === 1 ? 'inserted' : 'taken'
}

/**
 * An insert without limits raises the row that it sees (see {@link raiseBound}). One that began before the row was there
 * sees none: it is waited for, so that the count that follows has its record. Later ones wait, and see the row.
 */
async function addRow(run: Run, scope: string): Promise<void> {
  await run(AWAIT_INSERTS)
  await run(ADD_ROW, [scope])
}

/** As an update it has the lock of the table before that of the row: nobody holds the row and waits behind `addRow`. */
const TAKE_TURN = statement(sql`update ${live} set at_most = at_most where ${live.scope} = $1`)

const AWAIT_INSERTS = statement(sql`lock table ${live} in share row exclusive mode`)

/** Nothing was counted yet: all that is known is that no more can be live. */
const ADD_ROW = statement(
  sql`insert into ${live} (scope, at_most, counted_at) values ($1, ${sql.raw(`${Number.MAX_SAFE_INTEGER}`)}, 0)
    on conflict do nothing`,
)

/** After so many milliseconds a scope is counted afresh, which brings its bound down to what is live. */
const RECOUNT_AFTER = sql.raw('60000')

const SCOPE = behindRow(1, '::text')
const NOW = behindRow(2, '::bigint')
const TOTAL = behindRow(3, '::bigint')
const PER_SUBJECT = behindRow(4, '::bigint')
const SUBJECT = behindRow(5, '::text')

/** Not closed, of the scope, not expired. The words are those of the indexes `hallpass_tokens_live` and `_whose`. */
const openOfScope = sql`from ${tokens}
  where ${tokens.state} <> 'closed' and ${tokens.scope} = ${SCOPE} and ${tokens.expiresAt} > ${NOW}`

/**
 * The live records are not counted each time: as long as the bound is below the limit there is room, whatever the exact
 * number is. Where it is not, or is old, they are counted from an index, up to the limit and no further.
 */
const INSERT_WITHIN = statement(
  sql`with bound as (select 1 from ${live} where ${live.scope} = ${SCOPE} and ${live.atMost} < ${TOTAL}
      and ${live.countedAt} <= ${NOW} and ${live.countedAt} > ${NOW} - ${RECOUNT_AFTER}),
    counted as (select count(*) as number from (select 1 ${openOfScope}
      and ${TOTAL} is not null and not exists (select 1 from bound) limit ${TOTAL}) as open),
    whose as (select count(*) as number from (
      select 1 ${openOfScope} and ${tokens.subject} = ${SUBJECT} and ${PER_SUBJECT} is not null
      union all
      select 1 ${openOfScope} and ${tokens.subject} is null and ${SUBJECT} is null and ${PER_SUBJECT} is not null
      limit ${PER_SUBJECT}) as open),
    room as (select 1 from counted, whose
      where coalesce(counted.number < ${TOTAL}, true) and coalesce(whose.number < ${PER_SUBJECT}, true)),
    ${keepToken(sql`select ${ROW_VALUES} from room`)},
    raised as (update ${live} set at_most = at_most + 1
      where ${live.scope} = ${SCOPE} and exists (select 1 from token)
        and (${TOTAL} is null or exists (select 1 from bound))),
    recounted as (update ${live} set at_most = counted.number + 1, counted_at = ${NOW} from counted
      where ${live.scope} = ${SCOPE} and exists (select 1 from token)
        and ${TOTAL} is not null and not exists (select 1 from bound))
    select (select count(*) from room), (select count(*) from token)`,
)
