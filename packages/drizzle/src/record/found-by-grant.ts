import type { PageQuery } from '@hallpass/core'

/**
 * Whether a page is looked for by its grants. A resource has few tokens; a scope may have nearly all of them, and then
 * another filter leads to fewer.
 */
export function isFoundByGrant(query: PageQuery): boolean {
  const { scope, resourceId, subject, createdBy, parent, state = 'active', closedAs } = query
  const others = [subject, createdBy, parent, closedAs].some((value) => value !== undefined) || state !== 'active'
  return resourceId !== undefined || (scope !== undefined && !others)
}
