import { beforeAll, describe, expect, it } from 'vitest'
import type { Aim } from './aim.js'
import type { Variants } from './apps/variants.js'
import { CORPORA } from './corpora/aims.js'
import { describeWithCorpora } from './corpora/describe-with-corpora.js'
import { NAIVE_GATE_NAMES } from './gates/naive-gates.js'
import type { Result } from './run/run-cases.js'
import { AUTHENTICATE, BOTH, GUARD, printStudy, runStudy, type Study } from './run/study.js'
import { guardVerdict } from './run/tally.js'
import { routeAsDeclared } from './second-reading.js'
import { generated, SEED } from './targets/generated.js'
import { requestForms } from './targets/request-forms.js'
import { ANY_TENANT } from './tokens.js'

const GENERATED = 25_000
const MINUTES = 60_000

/** The differential study of one framework: requests from the corpora, and requests from a grammar. */
export function describeStudy(variants: Variants): void {
  const { framework } = variants
  describe(`${framework}: generated requests (HALLPASS_SEED=${SEED})`, () => {
    holdTheProperty(variants, () => [...generated(GENERATED), ...requestForms()])
  })
  describeWithCorpora(`${framework}: requests from the corpora`, (folder) => {
    holdTheProperty(variants, () => Object.values(CORPORA).flatMap((aimsOf) => aimsOf(folder)))
  })
}

function holdTheProperty(variants: Variants, aims: () => readonly Aim[]): void {
  let study: Study
  beforeAll(async () => {
    study = await runStudy(variants, aims())
    printStudy(variants.framework, study)
  }, 10 * MINUTES)

  const tallyOf = (name: string) => study.tallies[name] ?? expect.fail(`no gate is called ${name}`)

  it.each([GUARD, BOTH])("A11 %s opens nothing but the routes of the scope, for the token's own resource", (gate) => {
    const { allowed, counts, wrong } = tallyOf(gate)
    expect(wrong).toEqual([])
    expect(counts).toEqual({ sound: allowed, sibling: 0, violation: 0, nowhere: 0 })
    expect(allowed).toBeGreaterThan(50)
  })

  it.each([AUTHENTICATE, 'the rule, at the root'])(
    'A11 %s opens nothing else either, but the static sibling',
    (gate) => {
      const { counts, wrong } = tallyOf(gate)
      expect(wrong).toEqual([])
      expect(counts).toMatchObject({ violation: 0, nowhere: 0 })
      expect(counts.sibling).toBeGreaterThan(0)
    },
  )

  it.each(NAIVE_GATE_NAMES)('catches the naive gate: %s', (name) => {
    expect(tallyOf(name).counts.violation).toBeGreaterThan(0)
  })

  it('A6 opens a target only in the spelling that the route declares', () => {
    const differing = seen(study.guarded).filter(
      ({ case: { token }, entry }) =>
        entry.passedRule !== (routeAsDeclared(entry.method, entry.target, token) !== undefined),
    )
    expect(differing.map(({ case: { method, target } }) => [method, target])).toEqual([])
  })

  it('opens by guard whatever the rule opens and the router brings to the route', () => {
    const refused = seen(study.guarded).filter(
      ({ case: one, entry }) =>
        entry.passedRule && entry.dispatched.some(isOfScope) && guardVerdict(entry, one) !== 'sound',
    )
    expect(refused.map(({ case: { method, target } }) => [method, target])).toEqual([])
  })

  it('A13 opens every route by its full path, mounted or not', () => {
    const opened = seen(study.guarded).flatMap(({ entry }) => entry.ran.filter((run) => run.token))
    const routes = ANY_TENANT.routes.map(({ method, path }) => `${method} ${path}`)
    expect([...new Set(opened.map((run) => run.route))].sort()).toEqual(routes.sort())
  })

  it('F7 answers every refused target with a status below 500', () => {
    const failed = study.authenticated.filter(({ answer }) => answer !== 'closed' && answer.status >= 500)
    const failedAtRoute = study.guarded.filter(
      ({ answer, entry }) => answer !== 'closed' && answer.status >= 500 && entry?.dispatched.some(isOfScope),
    )
    expect([...failed, ...failedAtRoute].map(({ case: { target } }) => target)).toEqual([])
  })
}

function isOfScope({ route }: { readonly route: string }): boolean {
  return ANY_TENANT.routes.some(({ method, path }) => `${method} ${path}` === route)
}

type Seen = Result & { readonly entry: NonNullable<Result['entry']> }

function seen(results: readonly Result[]): readonly Seen[] {
  return results.filter((result): result is Seen => result.entry !== undefined)
}
