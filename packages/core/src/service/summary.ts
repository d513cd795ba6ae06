import { hash } from 'node:crypto'
import type { TokenRecord } from '../record/record.js'
import { statusOf } from '../record/status.js'
import type { TokenSummary } from './operator-types.js'

/** A digest of what an operator decides on: everything that is shown, at this version of the record. */
export function revisionOf({ digest, attempts, holds, ...shown }: TokenRecord): string {
  return hash('sha256', JSON.stringify(Object.entries(shown).sort(([a], [b]) => (a < b ? -1 : 1))), 'base64url')
}

/** What operators see of a record: everything but the digest, and nothing that could be presented. */
export function summaryOf(record: TokenRecord, now: number): TokenSummary {
  const revokedAt = record.decisions.find((decision) => decision.what === 'revoked')?.at
  return {
    id: record.id,
    status: statusOf(record, now),
    revision: revisionOf(record),
    createdAt: new Date(record.createdAt),
    expiresAt: new Date(record.expiresAt),
    changedAt: new Date(record.changedAt),
    revokedAt: revokedAt === undefined ? undefined : new Date(revokedAt),
    uses: record.uses,
    usesLeft: record.usesLeft,
    grants: record.grants,
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
