import type { Fault } from './fault.js'

export const countFaults: readonly Fault[] = [
  {
    what: 'records that live one millisecond too long',
    parts: { isLive: (record, now) => record.state !== 'closed' && now <= record.expiresAt },
    caughtBy: 'count leaves out a record at the moment of its expiry and not one millisecond earlier',
  },
  {
    what: 'pending records that are not counted',
    parts: { isLive: (record, now) => record.state === 'active' && now < record.expiresAt },
    caughtBy: 'count tells how many records of a scope are live, pending ones among them',
  },
  {
    what: 'a count by the first grant alone',
    parts: { hasScope: (record, scope) => record.grants[0]?.scope === scope },
    caughtBy: 'count takes a record for each scope of its grants, and once for each',
  },
  {
    what: 'a count of scopes that are padded with spaces',
    parts: { hasScope: (record, scope) => record.grants.some((grant) => grant.scope === scope.trimEnd()) },
    caughtBy: 'count tells how many records of a scope are live, pending ones among them',
  },
  {
    what: 'a count of scopes that are cut off',
    parts: {
      hasScope: (record, scope) => record.grants.some((grant) => grant.scope.slice(0, 50) === scope.slice(0, 50)),
    },
    caughtBy: 'count tells scopes apart that are as long as can be',
  },
]
