import type { Grant, RecordChange, TokenRecord } from '@hallpass/core'

/** The moment at which the records of {@link recordOf} are made, in milliseconds since the epoch. */
export const NOW = 1_760_000_000_000

const MINUTE = 60_000

/**
 * A record as a service makes it: active, unlimited, for one flow, without the members that may be absent; made at
 * {@link NOW}, expiring 15 minutes later, forgotten after 5 more. Nothing in it is shared with another record.
 */
export function recordOf(overrides: Partial<TokenRecord> = {}): TokenRecord {
  const { id = idOf(1) } = overrides
  return {
    id,
    version: 1,
    attempts: [`made-${id}`],
    format: 'text',
    digest: `digest-of-${id}-pm2TVfsSUM1AqzgRPyIJ9Lb0Xu3wkHc7`,
    state: 'active',
    createdAt: NOW,
    expiresAt: NOW + 15 * MINUTE,
    forgetAt: NOW + 20 * MINUTE,
    changedAt: NOW,
    uses: null,
    usesLeft: null,
    holds: [],
    returned: 0,
    grants: [grantOf()],
    bindings: {},
    roles: [],
    metadata: {},
    decisions: [],
    ...overrides,
  }
}

/** A grant of the scope `flows` for the resource `f-17`. */
export function grantOf(overrides: Partial<Grant> = {}): Grant {
  return {
    scope: 'flows',
    resourceId: 'f-17',
    anyResource: false,
    params: {},
    routes: ['4f1dKq0w', 'Zr81xYp2'],
    ...overrides,
  }
}

/** A public id; a greater number gives a later one. */
export function idOf(number: number): string {
  return `0VkS2aQz${String(number).padStart(8, '0')}`
}

/** The next version of a record, as a transition makes it. */
export function nextOf(record: TokenRecord, change: Partial<RecordChange> = {}): TokenRecord {
  const version = record.version + 1
  return {
    ...record,
    version,
    attempts: [...record.attempts, `change-${version}`],
    changedAt: NOW + version,
    ...change,
  }
}

/** The next version of a record, closed. */
export function closedOf(record: TokenRecord, closedAs: NonNullable<TokenRecord['closedAs']> = 'revoked'): TokenRecord {
  return nextOf(record, { state: 'closed', closedAs })
}
