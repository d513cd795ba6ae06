import { NAIVE_GATE_NAMES } from '../gates/naive-gates.js'
import type { Entry, Run } from '../ledger.js'
import { type Worth, worthOf } from '../property.js'
import type { PresentedToken } from '../tokens.js'
import type { Case, Result } from './run-cases.js'

/** What a gate let through, and what it was worth. */
export interface Tally {
  readonly allowed: number
  readonly counts: Readonly<Record<Worth, number>>
  /** The first few that were neither sound nor the static sibling, for the text of a failing test. */
  readonly wrong: readonly string[]
}

/** Which of an application's requests a gate let through, and what came of it; `undefined` where it refused. */
export type Verdict = (entry: Entry, one: Case) => Worth | undefined

/** The naive gates and the service's rule, as they were asked at the root of the application with `guard`. */
export const VERDICTS_AT_ROOT: Readonly<Record<string, Verdict>> = {
  ...Object.fromEntries(
    NAIVE_GATE_NAMES.map((name): readonly [string, Verdict] => [
      name,
      (entry, { token }) => (entry.passedNaive.has(name) ? worthOf(entry.dispatched, token) : undefined),
    ]),
  ),
  'the rule, at the root': (entry, { token }) => (entry.passedRule ? worthOf(entry.dispatched, token) : undefined),
}

/** A guard let a request through where a handler ran with a token, or one that is guarded ran at all. */
export const guardVerdict: Verdict = (entry, { token }) =>
  entry.ran.some((run) => run.token !== undefined || isGuarded(run, token)) ? worthOfRuns(entry, token) : undefined

/** A gate at the root let through whatever came behind it. */
export const rootVerdict: Verdict = (entry, { token }) => (entry.passedRoot ? worthOfRuns(entry, token) : undefined)

/** Sums up what one gate did. */
export function tally(results: readonly Result[], verdict: Verdict): Tally {
  const counts = { sound: 0, sibling: 0, violation: 0, nowhere: 0 }
  const wrong: string[] = []
  for (const { case: one, entry } of results) {
    const worth = entry && verdict(entry, one)
    if (!entry || !worth) continue
    counts[worth]++
    if (wrong.length < 5 && (worth === 'violation' || worth === 'nowhere')) wrong.push(told(one, entry))
  }
  return { allowed: Object.values(counts).reduce((sum, count) => sum + count), counts, wrong }
}

/** The handler ran to its end, and what it was told of the token is what was dispatched. */
function worthOfRuns({ ran, dispatched }: Entry, token: PresentedToken): Worth {
  const worth = worthOf(ran, token)
  if (ran.length !== dispatched.length) return 'violation'
  return worth === 'sound' && !ran.every((run) => tellsTheSame(run, token)) ? 'violation' : worth
}

function tellsTheSame({ route, params, token: told }: Run, token: PresentedToken): boolean {
  const names = Object.keys(told?.params ?? {})
  return (
    told?.route === route &&
    told.scope === token.scope.name &&
    told.resourceId === token.resourceId &&
    names.length > 0 &&
    names.every((name) => told.params[name] === params[name])
  )
}

function isGuarded({ route }: Run, { scope }: PresentedToken): boolean {
  return scope.routes.some(({ method, path }) => `${method} ${path}` === route)
}

function told({ method, target, bearer }: Case, { dispatched }: Entry): string {
  return JSON.stringify({ method, target, bearer, dispatched })
}
