import type { TokenSummary } from '@hallpass/core'

/** What the API tells of a token. There is nothing in it that could be presented. */
export function shownToken({ id, name, status, subject, roles, grants, ...times }: TokenSummary) {
  const { createdAt, expiresAt, createdBy, revokedAt, parent } = times
  return {
    ...{ id, name, status, subject, roles },
    grants: grants.map(({ scope, resourceId, anyResource }) => ({
      scope,
      ...(anyResource ? { anyRepo: true } : { repo: resourceId }),
    })),
    ...{ createdAt, expiresAt, createdBy, revokedAt: revokedAt ?? null, within: parent },
  }
}
