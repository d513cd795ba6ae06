import { type Fault, twoTicks } from './fault.js'

export const insertFaults: readonly Fault[] = [
  {
    what: 'an insert that overwrites',
    parts: { isTaken: () => false },
    caughtBy: 'insert answers taken where the id is there, and the first record stays as it was',
  },
  {
    what: 'an insert that overwrites what is closed',
    parts: { isTaken: (there) => there !== undefined && there.state !== 'closed' },
    caughtBy: 'insert answers taken also where the record with the id is closed or has expired',
  },
  {
    what: 'an insert that looks, waits and writes',
    parts: { pause: twoTicks },
    caughtBy: 'insert has one winner of fifty that want the same id at once',
  },
  {
    what: 'ids that are cut off',
    parts: { keyOf: (id) => id.slice(0, 15) },
    caughtBy: 'insert keeps fifty records that come at once',
  },
]
