import { HallpassError, shown } from '../errors.js'
import type { TokenRecord } from '../record/record.js'
import { statusOf, TOKEN_STATUSES } from '../record/status.js'
import type { PageQuery } from '../store/store.js'
import { nameOf } from './ask.js'
import { atStore } from './at-store.js'
import type { ServiceContext } from './context.js'
import type { TokenFilter } from './operator-types.js'

/** How many records are asked for at once. */
const PAGE_SIZE = 200

const MEMBERS: Readonly<Record<keyof TokenFilter, true>> = {
  scope: true,
  resourceId: true,
  subject: true,
  createdBy: true,
  parent: true,
  state: true,
}

/** The records that fit, in the order of their ids. The store narrows as far as its indexes go; the rest is looked at here. */
export async function* records(context: ServiceContext, filter: TokenFilter = {}): AsyncGenerator<TokenRecord> {
  checkFilter(filter)
  const query = queryOf(filter)
  for (let after: string | undefined; ; ) {
    const page = await atStore(context, 'page', (store) =>
      store.page({ ...query, limit: PAGE_SIZE, ...(after === undefined ? {} : { after }) }),
    )
    const now = context.clock()
    for (const record of page) if (fits(filter, record, now)) yield record
    after = page.at(-1)?.id
    if (page.length < PAGE_SIZE || after === undefined) return
  }
}

/**
 * Refuses members that are misspelt or empty, which must not mean everything, and a state that no token is ever in.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function checkFilter(filter: TokenFilter): void {
  if (typeof filter !== 'object' || filter === null)
    throw new HallpassError('ERR_OPTIONS', `a filter must be an object, got ${shown(filter)}`)
  for (const [member, value] of Object.entries(filter)) {
    if (!Object.hasOwn(MEMBERS, member))
      throw new HallpassError('ERR_OPTIONS', `${shown(member)} is not a member of a filter`)
    const text = member === 'scope' ? nameOf(value) : value
    if (typeof text !== 'string' || text === '')
      throw new HallpassError('ERR_OPTIONS', `the filter's ${member} must be text, got ${shown(value)}`)
  }
  checkState(filter.state)
}

function checkState(state: TokenFilter['state']): void {
  if (state !== undefined && !TOKEN_STATUSES.includes(state))
    throw new HallpassError(
      'ERR_OPTIONS',
      `the filter's state must be one of ${TOKEN_STATUSES.join(', ')}, got ${shown(state)}`,
    )
}

function queryOf({ scope, resourceId, state, subject, createdBy, parent }: TokenFilter): Omit<PageQuery, 'limit'> {
  return {
    ...(scope === undefined ? {} : { scope: nameOf(scope), ...(resourceId === undefined ? {} : { resourceId }) }),
    ...(subject === undefined ? {} : { subject }),
    ...(createdBy === undefined ? {} : { createdBy }),
    ...(parent === undefined ? {} : { parent }),
    ...storedState(state),
  }
}

/** A status that depends on the clock is told by no stored state. */
function storedState(state: TokenFilter['state']): Pick<PageQuery, 'state' | 'closedAs'> {
  if (state === undefined || state === 'expired') return {}
  return state === 'pending' || state === 'active' ? { state } : { state: 'closed', closedAs: state }
}

function fits({ scope, resourceId, state }: TokenFilter, record: TokenRecord, now: number): boolean {
  if (state !== undefined && statusOf(record, now) !== state) return false
  if (resourceId === undefined) return true
  return record.grants.some(
    (grant) => grant.resourceId === resourceId && (scope === undefined || grant.scope === nameOf(scope)),
  )
}
