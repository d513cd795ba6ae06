import type { TokenRecord } from '@hallpass/core'
import { soundParts } from '../map-store.js'
import { type Fault, twoTicks } from './fault.js'

export const limitsFaults: readonly Fault[] = [
  {
    what: 'limits that are counted, and later held',
    parts: { pause: twoTicks },
    caughtBy: 'insert never exceeds a limit, however many come at once',
  },
  {
    what: 'limits on records without a grant',
    parts: { isCounted: (record, scope) => record.grants[0]?.scope === scope },
    caughtBy: 'insert limits no record without a grant',
  },
  {
    what: 'limits that are not held',
    parts: { isFull: () => false },
    caughtBy: 'insert answers full at the limit in total, and nothing is kept',
  },
  {
    what: 'limits with one too many',
    parts: { isFull: (live, _record, { total = Infinity }) => live.length > total },
    caughtBy: 'insert answers full at the limit in total, and nothing is kept',
  },
  {
    what: 'a limit in total alone',
    parts: { isFull: (live, _record, { total = Infinity }) => live.length >= total },
    caughtBy: 'insert answers full at the limit of the subject, and others are not concerned',
  },
  {
    what: 'a limit that takes all for one subject',
    parts: {
      isFull: (live, _record, { total = Infinity, perSubject = Infinity }) =>
        live.length >= Math.min(total, perSubject),
    },
    caughtBy: 'insert answers full at the limit of the subject, and others are not concerned',
  },
  {
    what: 'a limit that nobody has without a subject',
    parts: {
      isFull: (live, record, limits) =>
        soundParts.isFull(live, record, { ...limits, perSubject: record.subject ? (limits.perSubject ?? 9e9) : 9e9 }),
    },
    caughtBy: 'insert counts records without a subject as those of one subject',
  },
  {
    what: 'a limit of subjects that are padded with spaces',
    parts: { isFull: (live, record, limits) => soundParts.isFull(live.map(padded), padded(record), limits) },
    caughtBy: 'insert answers full at the limit of the subject, and others are not concerned',
  },
  {
    what: 'a limit of subjects that are cut off',
    parts: { isFull: (live, record, limits) => soundParts.isFull(live.map(cutOff), cutOff(record), limits) },
    caughtBy: 'insert tells subjects and scopes apart that are as long as can be',
  },
  {
    what: 'limits of scopes that are cut off',
    parts: { isCounted: (record, scope) => record.grants[0]?.scope.slice(0, 50) === scope?.slice(0, 50) },
    caughtBy: 'insert tells subjects and scopes apart that are as long as can be',
  },
  {
    what: 'an insert that says full and keeps the record',
    parts: { keepsWhenFull: true },
    caughtBy: 'insert answers full at the limit in total, and nothing is kept',
  },
  {
    what: 'limits over all scopes',
    parts: { isCounted: () => true },
    caughtBy: 'insert counts by the scope of the first grant, of the new record and of those that are there',
  },
  {
    what: 'limits that count further grants',
    parts: { isCounted: (record, scope) => record.grants.some((grant) => grant.scope === scope) },
    caughtBy: 'insert counts by the scope of the first grant, of the new record and of those that are there',
  },
  {
    what: 'limits that count what is closed',
    parts: { isLive: (record, now) => now < record.expiresAt },
    caughtBy: 'insert finds a place free again once a record is closed',
  },
  {
    what: 'limits that count what has expired',
    parts: { isLive: (record) => record.state !== 'closed' },
    caughtBy: 'insert finds a place free again at the moment of expiry and not one millisecond earlier',
  },
]

function withSubject(record: TokenRecord, change: (subject: string) => string): TokenRecord {
  return record.subject === undefined ? record : { ...record, subject: change(record.subject) }
}

function padded(record: TokenRecord): TokenRecord {
  return withSubject(record, (subject) => subject.trimEnd())
}

function cutOff(record: TokenRecord): TokenRecord {
  return withSubject(record, (subject) => subject.slice(0, 500))
}
