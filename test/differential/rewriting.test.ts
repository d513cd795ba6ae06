import { describe, expect, it } from 'vitest'
import type { Aim } from './aim.js'
import { NEW_METHOD, NEW_TARGET, REWRITING_APPS } from './apps/rewriting-apps.js'
import type { Entry } from './ledger.js'
import { armed, type Case, runCases } from './run/run-cases.js'
import { guardVerdict } from './run/tally.js'
import { routeAsDeclared } from './second-reading.js'
import { createTokens } from './tokens.js'

/** Requests as they come, and as a middleware could make them: each is rewritten to each. */
const REQUESTS = [
  { method: 'GET', target: '/api/flows/MINE' },
  { method: 'POST', target: '/api/flows/MINE/start' },
  { method: 'GET', target: '/t/T1/flows/MINE' },
  { method: 'GET', target: '/docs/MINE' },
  { method: 'GET', target: '/api/flows/VICTIM' },
  { method: 'GET', target: '/api/flows/MINE/start' },
  { method: 'POST', target: '/api/flows/MINE' },
  { method: 'GET', target: '/api//flows/MINE' },
  { method: 'GET', target: '/API/flows/MINE' },
  { method: 'GET', target: '/api/flows/%4dINE' },
  { method: 'GET', target: '/x/api/flows/MINE' },
  { method: 'DELETE', target: '/api/flows/MINE' },
  { method: 'PUT', target: '/api/flows/MINE' },
] as const

const AIMS: readonly Aim[] = REQUESTS.flatMap((from) =>
  REQUESTS.flatMap((to) =>
    ['MINE', 'VICTIM'].map((id) => ({
      ...from,
      bearer: { id },
      headers: [`${NEW_METHOD}: ${to.method}`, `${NEW_TARGET}: ${to.target}`],
    })),
  ),
)

describe.each(REWRITING_APPS)('$name is rewritten', ({ open }) => {
  it('F8 refuses what was changed on the way, and opens what came as it is', async () => {
    const { service, of } = createTokens()
    const cases = await armed(AIMS, { service, of })
    const results = await runCases(cases, (ledger) => open(ledger, service))
    const seen = results.flatMap(({ case: one, entry }) => (entry ? [{ one, entry }] : []))
    expect(seen).toHaveLength(cases.length)
    expect(seen.filter(opensAnother).map(({ one }) => told(one))).toEqual([])
    expect(seen.filter(wasBroughtThere).length).toBeGreaterThan(0)
    expect(seen.filter(({ one, entry }) => guardVerdict(entry, one) === 'sound').length).toBeGreaterThan(0)
  })
})

interface Seen {
  readonly one: Case
  readonly entry: Entry
}

/** Whether a handler ran for another route than the one that the request opens as it came over the wire. */
function opensAnother(seen: Seen): boolean {
  const verdict = guardVerdict(seen.entry, seen.one)
  return verdict !== undefined && (verdict !== 'sound' || wasBroughtThere(seen))
}

/** Whether the rewriting brought a request to a guarded route that it does not open: the test has something to find. */
function wasBroughtThere({ one: { token }, entry: { method, target, dispatched } }: Seen): boolean {
  const routes = token.scope.routes.map((route) => `${route.method} ${route.path}`)
  const declared = routeAsDeclared(method, target, token)
  return dispatched.some(({ route }) => routes.includes(route) && route !== declared)
}

function told({ method, target, bearer, headers }: Case): unknown {
  return { method, target, bearer, headers }
}
