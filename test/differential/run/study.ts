import { type Aim, distinct } from '../aim.js'
import type { Variants } from '../apps/variants.js'
import { createTokens } from '../tokens.js'
import { behindAuthenticate, behindBoth, behindGuard } from './behind.js'
import { armed, type Case, type Result, runCases } from './run-cases.js'
import { guardVerdict, rootVerdict, type Tally, tally, VERDICTS_AT_ROOT } from './tally.js'

/** What one framework made of all cases, and what each gate let through. */
export interface Study {
  readonly cases: readonly Case[]
  /** Behind `guard` at the routes. */
  readonly guarded: readonly Result[]
  /** Behind `authenticate` at the root. */
  readonly authenticated: readonly Result[]
  /** By the name of the gate. */
  readonly tallies: Readonly<Record<string, Tally>>
}

export const GUARD = 'guard'
export const AUTHENTICATE = 'authenticate'
export const BOTH = 'authenticate, then guard'

/** Sends all aims to the three variants of the application. */
export async function runStudy(variants: Variants, aims: readonly Aim[]): Promise<Study> {
  const { service, of } = createTokens()
  const cases = await armed(distinct(aims), { service, of })
  const guarded = await runCases(cases, behindGuard(variants, service, cases))
  const authenticated = await runCases(cases, behindAuthenticate(variants, service))
  const both = await runCases(cases, behindBoth(variants, service))
  const atRoot = Object.entries(VERDICTS_AT_ROOT).map(([name, verdict]) => [name, tally(guarded, verdict)] as const)
  return {
    cases,
    guarded,
    authenticated,
    tallies: {
      ...Object.fromEntries(atRoot),
      [GUARD]: tally(guarded, guardVerdict),
      [AUTHENTICATE]: tally(authenticated, rootVerdict),
      [BOTH]: tally(both, guardVerdict),
    },
  }
}

/** Prints what each gate let through, as a table. */
export function printStudy(title: string, { cases, guarded, tallies }: Study): void {
  const reached = guarded.filter(({ entry }) => entry).length
  console.log(`${title}: ${cases.length} requests, ${reached} of them reached the application`)
  console.table(
    Object.fromEntries(
      Object.entries(tallies).map(([name, { allowed, counts }]) => [
        name,
        {
          allowed,
          sound: counts.sound,
          'static sibling': counts.sibling,
          violations: counts.violation,
          nowhere: counts.nowhere,
        },
      ]),
    ),
  )
}
