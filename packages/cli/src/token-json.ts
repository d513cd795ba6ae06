import type { TokenSummary } from '@hallpass/core'

/** What `--json` tells of a token: its summary, with moments as ISO texts and what is not there as null. */
export function tokenJson(token: TokenSummary): Readonly<Record<string, unknown>> {
  return {
    id: token.id,
    status: token.status,
    revision: token.revision,
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt.toISOString(),
    changedAt: token.changedAt.toISOString(),
    revokedAt: token.revokedAt?.toISOString() ?? null,
    uses: token.uses,
    usesLeft: token.usesLeft,
    grants: token.grants.map(({ scope, resourceId, anyResource, params }) => ({
      scope,
      resourceId,
      anyResource,
      params,
    })),
    bindings: token.bindings,
    fingerprint: token.fingerprint ?? null,
    subject: token.subject ?? null,
    name: token.name ?? null,
    createdBy: token.createdBy ?? null,
    parent: token.parent ?? null,
    roles: token.roles,
    metadata: token.metadata,
    decisions: token.decisions.map(({ at, ...decision }) => ({ ...decision, at: new Date(at).toISOString() })),
  }
}
