import { checkPageQuery, type PageQuery, type TokenRecord } from '@hallpass/core'
import { type SQL, sql } from 'drizzle-orm'
import { isFoundByGrant } from '../record/found-by-grant.js'
import type { Run } from './database.js'
import { holdsNul } from './nul.js'
import { packedRow, recordOfPacked } from './packed-row.js'
import { hallpassGrants as grants, hallpassTokens as tokens } from './schema.js'
import { plannedEachTime, type Statement } from './statements.js'

/** Reads pages. A statement is made once for each set of filters that is asked for. */
export function createPages(): (run: Run, query: PageQuery) => Promise<readonly TokenRecord[]> {
  const made = new Map<string, Statement>()
  return async (run, query) => {
    checkPageQuery(query)
    const filters = filtersOf(query)
    const values = filters.flatMap(({ value = [] }) => value)
    if (values.some(holdsNul)) return []
    const shape = filters.map(({ name }) => name).join()
    const words = made.get(shape) ?? plannedEachTime(pageStatement(query, placed(filters)))
    made.set(shape, words)
    return (await run(words, [query.limit, ...values])).rows.map(recordOfPacked)
  }
}

/** One condition of a page; one with a value ends in it. */
interface Filter {
  /** What tells one statement from another. */
  readonly name: string
  /** Whether it is a condition on the grant. */
  readonly onGrant?: boolean
  readonly condition: SQL
  readonly value?: string
}

function filtersOf(query: PageQuery): readonly Filter[] {
  const { subject, createdBy, parent, state, closedAs, scope, resourceId } = query
  return [
    { name: 'after', condition: sql`${idsOf(query)} >`, value: query.after ?? '' },
    ...equal('subject', tokens.subject, subject),
    ...equal('createdBy', tokens.createdBy, createdBy),
    ...equal('parent', tokens.parent, parent),
    ...(state === undefined ? [] : [{ name: state, condition: STATES[state] }]),
    ...equal('closedAs', tokens.closedAs, closedAs),
    ...equal('scope', grants.scope, scope),
    ...equal('resourceId', grants.resourceId, resourceId),
  ]
}

type FilterColumn =
  | typeof tokens.subject
  | typeof tokens.createdBy
  | typeof tokens.parent
  | typeof tokens.closedAs
  | typeof grants.scope
  | typeof grants.resourceId

function equal(name: string, column: FilterColumn, value: string | undefined): readonly Filter[] {
  const onGrant = name === 'scope' || name === 'resourceId'
  return value === undefined ? [] : [{ name, onGrant, condition: sql`${column} =`, value }]
}

/** As words and not as values: only so a partial index is known to fit. */
const STATES: Readonly<Record<TokenRecord['state'], SQL>> = {
  pending: sql`${tokens.state} = 'pending'`,
  active: sql`${tokens.state} = 'active'`,
  closed: sql`${tokens.state} = 'closed' and ${tokens.closedAs} is not null`,
}

/** Gives each value its number; the first is the limit's. */
function placed(filters: readonly Filter[]): readonly Filter[] {
  let number = 1
  return filters.map(({ condition, ...rest }) => {
    if (rest.value === undefined) return { condition, ...rest }
    number++
    return { condition: sql`${condition} ${sql.raw(`$${number}`)}`, ...rest }
  })
}

function pageStatement(query: PageQuery, filters: readonly Filter[]): SQL {
  if (query.scope === undefined) return tokensWhere(all(filters))
  if (isFoundByGrant(query)) return tokensByGrant(all(filters))
  const ofGrant = filters.filter(({ onGrant }) => onGrant)
  return tokensWhere(sql`${all(filters.filter(({ onGrant }) => !onGrant))} and exists
    (select 1 from ${grants} where ${grants.tokenId} = ${tokens.id} and ${all(ofGrant)})`)
}

function idsOf(query: PageQuery) {
  return isFoundByGrant(query) ? grants.tokenId : tokens.id
}

function tokensWhere(conditions: SQL): SQL {
  return sql`select ${packedRow} from ${tokens} where ${conditions} order by ${tokens.id} limit $1`
}

/** A token comes once, however many of its grants fit, and in the order of the index. */
function tokensByGrant(conditions: SQL): SQL {
  return sql`select distinct on (${grants.tokenId}) ${packedRow}
    from ${grants} join ${tokens} on ${tokens.id} = ${grants.tokenId}
    where ${conditions} order by ${grants.tokenId} limit $1`
}

function all(filters: readonly Filter[]): SQL {
  return sql.join(
    filters.map(({ condition }) => condition),
    sql` and `,
  )
}
