import { beforeAll, describe, expect, it } from 'vitest'
import { type Aim, aimAt } from './aim.js'
import { EXPRESS } from './apps/express-variants.js'
import { KOA } from './apps/koa-variants.js'
import type { Variants } from './apps/variants.js'
import { describeWithCorpora } from './corpora/describe-with-corpora.js'
import { readLines } from './corpora/read.js'
import { behindAuthenticate, behindGuard } from './run/behind.js'
import { armed, type Result, runCases } from './run/run-cases.js'
import { headerNoise, VALUES } from './targets/header-noise.js'
import { OPEN } from './targets/shapes.js'
import { createTokens, OWN_ID } from './tokens.js'

/** What the token opens, and what it only nearly opens. */
const TARGETS: readonly Aim[] = [
  ...OPEN,
  ...OPEN.map((open) => ({ ...open, bearer: { id: 'VICTIM' } })),
  ...OPEN.map((open) => ({ ...open, method: 'HEAD' })),
  aimAt(`//api/flows/${OWN_ID}`),
  aimAt(`/api/flows/${OWN_ID}/`),
  aimAt('/files/x'),
]

describe.each([EXPRESS, KOA])('$framework: headers that speak of another request', (variants) => {
  decidesAsWithoutThem(variants, () => headerNoise())
})

describeWithCorpora('headers of the bypass lists', (folder) => {
  const list = (file: string) => readLines(folder, `bypass-lists/${file}`)
  const noise = () => [
    ...headerNoise(list('nomore403-headers.txt'), [...VALUES, ...list('nomore403-ips.txt')]),
    ...list('nomore403-simpleheaders.txt').map((line) => line.replace(' ', ': ')),
  ]
  describe.each([EXPRESS, KOA])('$framework', (variants) => decidesAsWithoutThem(variants, noise))
})

function decidesAsWithoutThem(variants: Variants, noise: () => readonly string[]): void {
  const tokens = createTokens()
  let guarded: readonly Result[]
  let authenticated: readonly Result[]

  beforeAll(async () => {
    const noisy = noise().flatMap((line) => TARGETS.map((aim) => ({ ...aim, headers: [line] })))
    const cases = await armed([...TARGETS, ...noisy], tokens)
    guarded = await runCases(cases, behindGuard(variants, tokens.service, cases))
    authenticated = await runCases(cases, behindAuthenticate(variants, tokens.service))
  })

  it('F7 decides by guard as without them', () => {
    expect(changed(guarded)).toEqual([])
  })

  it('F7 decides by authenticate as without them', () => {
    expect(changed(authenticated)).toEqual([])
  })

  it('opens what the token opens, whatever they say', () => {
    const open = guarded.filter((_, index) => index % TARGETS.length < OPEN.length)
    expect(open.every(({ entry }) => entry?.ran[0]?.token?.resourceId === OWN_ID)).toBe(true)
  })
}

/** The cases whose outcome differs from that of the same target without the header: the first ones have none. */
function changed(results: readonly Result[]): readonly unknown[] {
  return results
    .filter((result, index) => outcome(result) !== outcome(results[index % TARGETS.length] as Result))
    .map(({ case: { method, target, headers } }) => [method, target, headers])
}

function outcome({ answer, entry }: Result): string {
  const ran = entry?.ran.map(({ route, params, token }) => ({
    route,
    params,
    scope: token?.scope,
    id: token?.resourceId,
  }))
  return JSON.stringify({ status: answer === 'closed' ? answer : answer.status, ran })
}
