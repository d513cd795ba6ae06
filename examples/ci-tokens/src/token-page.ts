import type { TokenFilter, TokenService, TokenStatus, TokenSummary } from '@hallpass/core'

/** A part of a list, in the order of the ids. */
export interface TokenPage {
  readonly tokens: readonly TokenSummary[]
  /** What to ask for next; `undefined` where this is the end. */
  readonly next: string | undefined
}

/** Which tokens of somebody's are listed, from where on, and how many at most. */
export interface PageOrder {
  readonly filter: TokenFilter
  readonly after: string
  readonly limit: number
}

/** Reads the query of `GET /tokens`, or says what is wrong with it. */
export function readPageOrder(createdBy: string, query: Readonly<Record<string, unknown>>): PageOrder | string {
  const { scope, repo, state, after = '', limit = '20', ...others } = query
  const stray = Object.keys(others)[0]
  if (stray !== undefined) return `${JSON.stringify(stray)} is no parameter of the list`
  const size = Number(limit)
  if (!Number.isInteger(size) || size < 1 || size > 100) return 'limit must be a number from 1 to 100'
  const filters = { scope, resourceId: repo, state }
  const given = Object.entries({ ...filters, after }).filter(([, value]) => value !== undefined)
  const wrong = given.find(([, value]) => typeof value !== 'string')
  if (wrong) return `${wrong[0]} must be there once`
  if (state !== undefined && !STATES.includes(state as TokenStatus)) return `state must be one of ${STATES.join(', ')}`
  const filter = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined))
  return { filter: { ...filter, createdBy }, after: after as string, limit: size }
}

const STATES: readonly TokenStatus[] = ['active', 'expired', 'revoked']

/** Ids never change and are never given twice, so no token is skipped or told twice while others come and go. */
export async function readTokenPage(service: TokenService, { filter, after, limit }: PageOrder): Promise<TokenPage> {
  const tokens: TokenSummary[] = []
  for await (const summary of service.list(filter)) {
    if (summary.id <= after) continue
    if (tokens.length === limit) return { tokens, next: tokens.at(-1)?.id }
    tokens.push(summary)
  }
  return { tokens, next: undefined }
}
