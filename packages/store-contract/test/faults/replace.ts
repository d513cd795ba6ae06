import type { TokenRecord } from '@hallpass/core'
import { type Fault, twoTicks } from './fault.js'

export const replaceFaults: readonly Fault[] = [
  {
    what: 'a replace that takes any later version',
    parts: { follows: (next, there) => there !== undefined && there.version < next.version },
    caughtBy: 'replace refuses all but the version that follows the one that is there',
  },
  {
    what: 'a replace that keeps what was not there',
    parts: { follows: (next, there) => there === undefined || there.version === next.version - 1 },
    caughtBy: 'replace refuses an id that is not there, and keeps nothing',
  },
  {
    what: 'a replace whose id is padded with spaces',
    methods: ({ replace }) => ({ replace: (next) => replace({ ...next, id: next.id.trimEnd() }) }),
    caughtBy: 'replace refuses an id that is not there, and keeps nothing',
  },
  {
    what: 'a replace that looks, waits and writes',
    parts: { pause: twoTicks },
    caughtBy: 'replace has one winner of fifty at once',
  },
  ...(['attempts', 'state', 'closedAs', 'changedAt', 'usesLeft', 'holds', 'returned', 'decisions'] as const).map(
    (name) => ({
      what: `a replace that forgets ${name}`,
      parts: { merge: (next: TokenRecord, there: TokenRecord | undefined) => ({ ...next, [name]: there?.[name] }) },
      caughtBy: {
        attempts: 'replace keeps attempts',
        state: 'replace keeps the state active',
        closedAs: 'replace keeps the state closed, as denied',
        changedAt: 'replace keeps the time of the change',
        usesLeft: 'replace keeps a use that is spent',
        holds: 'replace keeps holds',
        returned: 'replace keeps uses that came back',
        decisions: 'replace keeps decisions',
      }[name],
    }),
  ),
]
