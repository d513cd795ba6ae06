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
]
