import { HallpassError } from '../errors.js'
import type { TokenRecord } from '../record/record.js'
import type { PageQuery } from './store.js'

/**
 * What each store asks of a query before it looks for anything.
 * @throws HallpassError `ERR_OPTIONS` where `resourceId` stands without `scope`: all records would fit
 */
export function checkPageQuery({ scope, resourceId }: PageQuery): void {
  if (resourceId !== undefined && scope === undefined)
    throw new HallpassError('ERR_OPTIONS', 'a page by resourceId must name the scope too, got resourceId alone')
}

/**
 * Whether a record fits every member of a query that is given.
 * @throws HallpassError `ERR_OPTIONS` as {@link checkPageQuery} does
 */
export function fitsQuery(record: TokenRecord, query: PageQuery): boolean {
  checkPageQuery(query)
  const { scope, resourceId, subject, createdBy, parent, state, closedAs } = query
  return (
    (scope === undefined ||
      record.grants.some((grant) => grant.scope === scope && (resourceId ?? grant.resourceId) === grant.resourceId)) &&
    (subject === undefined || record.subject === subject) &&
    (createdBy === undefined || record.createdBy === createdBy) &&
    (parent === undefined || record.parent === parent) &&
    (state === undefined || record.state === state) &&
    (closedAs === undefined || record.closedAs === closedAs)
  )
}
