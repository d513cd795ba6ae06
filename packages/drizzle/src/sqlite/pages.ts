import { checkPageQuery, type PageQuery, type TokenRecord } from '@hallpass/core'
import type { Database, Statement } from 'better-sqlite3'
import { type SQL, sql } from 'drizzle-orm'
import { isFoundByGrant } from '../record/found-by-grant.js'
import { recordFrom, type SqlValue } from '../record/record-row.js'
import { hallpassGrants as grants, hallpassTokens as tokens } from './schema.js'
import { prepareRows } from './statements.js'
import { selectedColumns } from './token-columns.js'

/** Reads pages. A statement is prepared once for each set of filters that is asked for. */
export function preparePages(client: Database): (query: PageQuery) => readonly TokenRecord[] {
  const prepared = new Map<string, Statement<SqlValue[], SqlValue[]>>()
  return (query) => {
    checkPageQuery(query)
    const filters = filtersOf(query)
    const shape = filters.map(({ name }) => name).join()
    const statement = prepared.get(shape) ?? prepareRows(client, pageStatement(query, filters))
    prepared.set(shape, statement)
    const values = filters.flatMap(({ value = [] }) => value)
    return statement.all(...values, query.limit).map(recordFrom)
  }
}

/** One condition of a page. */
interface Filter {
  /** What tells one statement from another. */
  readonly name: string
  readonly condition: SQL
  readonly value?: string
}

/** Conditions on the grant come last, since a subquery may hold them. */
function filtersOf(query: PageQuery): readonly Filter[] {
  return [
    { name: 'after', condition: sql`${idsOf(query)} > ?`, value: query.after ?? '' },
    ...tokenFilters(query),
    ...grantFilters(query),
  ]
}

function tokenFilters({ subject, createdBy, parent, state, closedAs }: PageQuery): readonly Filter[] {
  return [
    ...equal('subject', tokens.subject, subject),
    ...equal('createdBy', tokens.createdBy, createdBy),
    ...equal('parent', tokens.parent, parent),
    ...(state === undefined ? [] : [{ name: state, condition: STATES[state] }]),
    ...equal('closedAs', tokens.closedAs, closedAs),
  ]
}

function grantFilters({ scope, resourceId }: PageQuery): readonly Filter[] {
  return [...equal('scope', grants.scope, scope), ...equal('resourceId', grants.resourceId, resourceId)]
}

type FilterColumn =
  | typeof tokens.subject
  | typeof tokens.createdBy
  | typeof tokens.parent
  | typeof tokens.closedAs
  | typeof grants.scope
  | typeof grants.resourceId

function equal(name: string, column: FilterColumn, value: string | undefined): readonly Filter[] {
  return value === undefined ? [] : [{ name, condition: sql`${column} = ?`, value }]
}

/** As words and not as values: only so SQLite sees that a partial index fits. */
const STATES: Readonly<Record<TokenRecord['state'], SQL>> = {
  pending: sql`${tokens.state} = 'pending'`,
  active: sql`${tokens.state} = 'active'`,
  closed: sql`${tokens.state} = 'closed' and ${tokens.closedAs} is not null`,
}

function pageStatement(query: PageQuery, filters: readonly Filter[]): SQL {
  if (query.scope === undefined) return tokensWhere(all(filters))
  if (isFoundByGrant(query)) return tokensByGrant(all(filters))
  const ofGrant = grantFilters(query)
  return tokensWhere(sql`${all(filters.slice(0, -ofGrant.length))} and exists
    (select 1 from ${grants} where ${grants.tokenId} = ${tokens.id} and ${all(ofGrant)})`)
}

function idsOf(query: PageQuery) {
  return isFoundByGrant(query) ? grants.tokenId : tokens.id
}

function tokensWhere(conditions: SQL): SQL {
  return sql`select ${selectedColumns} from ${tokens} where ${conditions} order by ${tokens.id} limit ?`
}

/** Grouping by the id gives a token once, however many of its grants fit, and in the order of the index. */
function tokensByGrant(conditions: SQL): SQL {
  return sql`select ${selectedColumns} from ${grants} join ${tokens} on ${tokens.id} = ${grants.tokenId}
    where ${conditions} group by ${grants.tokenId} order by ${grants.tokenId} limit ?`
}

function all(filters: readonly Filter[]): SQL {
  const conditions = filters.map(({ condition }) => condition)
  return sql.join(conditions, sql` and `)
}
