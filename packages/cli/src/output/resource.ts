import type { Grant } from '@hallpass/core'

/** The resource of a grant. An id that could be taken for another text is quoted. */
export function resourceOf({ anyResource, resourceId }: Pick<Grant, 'anyResource' | 'resourceId'>): string {
  if (anyResource) return '(any)'
  if (resourceId === null) return '-'
  return resourceId !== '-' && /^[^\s"',()]+$/.test(resourceId) ? resourceId : JSON.stringify(resourceId)
}
