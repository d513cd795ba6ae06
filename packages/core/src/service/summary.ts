import type { Grant, TokenRecord } from '../record/record.js'
import { statusOf } from '../record/status.js'
import { ANY_RESOURCE } from '../scope/scope.js'
import type { TokenSummary } from './operator-types.js'
import type { GrantSummary } from './validation-types.js'

export function grantSummary({ scope, resourceId, anyResource, params }: Grant): GrantSummary {
  return { scope, resourceId: anyResource ? ANY_RESOURCE : (resourceId ?? undefined), params }
}

/** What operators see of a record: everything but the digest, and nothing that could be presented. */
export function summaryOf(record: TokenRecord, now: number): TokenSummary {
  const revokedAt = record.decisions.find((decision) => decision.what === 'revoked')?.at
  return {
    id: record.id,
    status: statusOf(record, now),
    createdAt: new Date(record.createdAt),
    expiresAt: new Date(record.expiresAt),
    changedAt: new Date(record.changedAt),
    revokedAt: revokedAt === undefined ? undefined : new Date(revokedAt),
    uses: record.uses,
    usesLeft: record.usesLeft,
    grants: record.grants.map(grantSummary),
    bindings: record.bindings,
    fingerprint: record.fingerprint,
    subject: record.subject,
    name: record.name,
    createdBy: record.createdBy,
    parent: record.parent,
    roles: record.roles,
    metadata: record.metadata,
    decisions: record.decisions,
  }
}
