import type { Fault } from './fault.js'

export const sweepFaults: readonly Fault[] = [
  {
    what: 'a sweep that begins one millisecond early',
    parts: { isDue: (record, before) => record.forgetAt <= before },
    caughtBy: 'sweep forgets what is to be forgotten before the moment, and not what is at it',
  },
  {
    what: 'a sweep by expiry',
    parts: { isDue: (record, before) => record.expiresAt < before },
    caughtBy: 'sweep forgets what is to be forgotten before the moment, and not what is at it',
  },
  {
    what: 'a sweep without a limit',
    parts: { sweepLimit: () => Infinity },
    caughtBy: 'sweep forgets at most as many as the limit, and tells how many',
  },
  {
    what: 'a sweep that stops at a hundred',
    parts: { sweepLimit: (limit) => Math.min(100, limit) },
    caughtBy: 'sweep of many at once tells all of them',
  },
  {
    what: 'a sweep that stops at five hundred',
    parts: { sweepLimit: (limit) => Math.min(500, limit) },
    caughtBy: 'page and sweep give fewer than the limit only where there are no more',
  },
  {
    what: 'a sweep that tells nothing',
    parts: { tellSwept: () => 0 },
    caughtBy: 'sweep forgets at most as many as the limit, and tells how many',
  },
  {
    what: 'a sweep that leaves pending records',
    parts: { isDue: (record, before) => record.state !== 'pending' && record.forgetAt < before },
    caughtBy: 'sweep goes by the time to be forgotten alone, whatever the state',
  },
  {
    what: 'a sweep that throws where there is nothing',
    methods: ({ sweep, page }) => ({
      sweep: async (before, limit) => {
        if ((await page({ limit: 1 })).length === 0) throw new Error('no row')
        return sweep(before, limit)
      },
    }),
    caughtBy: 'sweep of an empty store tells none',
  },
]
