import type { TokenRecord } from '../record/record.js'
import type { PageQuery } from './store.js'

/** Whether a record fits every member of a query that is given. */
export function fitsQuery(record: TokenRecord, query: PageQuery): boolean {
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
