import { createTokenService, defineScope, HallpassError, memoryStore, type Scope } from '@hallpass/core'
import { expect, it } from 'vitest'
import { aimAt } from './aim.js'
import { PATTERN_APPS, type PatternRoute } from './apps/pattern-apps.js'
import { describeWithCorpora } from './corpora/describe-with-corpora.js'
import { type PatternCase, patternCases } from './corpora/patterns.js'
import { type Case, type Result, runCases } from './run/run-cases.js'
import { guardVerdict } from './run/tally.js'
import { routeAsDeclared } from './second-reading.js'
import { asBytes, escaped } from './targets/bytes.js'
import { OWN_ID } from './tokens.js'

describeWithCorpora("patterns of path-to-regexp's own cases", (folder) => {
  it('are taken by a scope where every segment is a literal or a placeholder, and refused elsewhere', () => {
    const all = patternCases(folder).map(({ path }) => path)
    const taken = acceptedOf(folder).map(({ path }) => path)
    const refused = all.filter((path) => !taken.includes(path))
    expect(taken).toEqual(expect.arrayContaining(['/', '/test', '/test/', '/:test', '/:foo/:bar', '/test.json']))
    expect(refused).toEqual(
      expect.arrayContaining(['/*path', '/:foo{/test/:bar}', '/:test.:format', '/*foo-:bar-*baz']),
    )
    expect(taken.filter((path) => /[*{}]|:\w+[^/\w]|[^/]:/.test(path))).toEqual([])
  })

  it.each(['Express', 'Koa'] as const)(
    'A11 %s opens their routes as they were declared, and in no other way',
    async (framework) => {
      const accepted = acceptedOf(folder)
      const service = createTokenService({ scopes: accepted.map(({ scope }) => scope), store: memoryStore() })
      const cases = (await Promise.all(accepted.map((one) => casesOf(one, service.mint)))).flat()
      const results = await runCases(cases, (ledger) => PATTERN_APPS[framework](ledger, service, accepted.map(toRoute)))
      expect(results.filter(isWrong).map(({ case: { target, token } }) => [target, token.scope.name])).toEqual([])
      expect(results.filter(({ entry }) => entry?.ran.length).length).toBeGreaterThan(20)
      expect(results.filter(({ entry }) => entry?.dispatched.length && !entry.ran.length).length).toBeGreaterThan(20)
    },
  )
})

function acceptedOf(folder: string): readonly Accepted[] {
  return patternCases(folder).flatMap((one, index) => {
    const scope = scopeOf(one, index)
    return scope ? [{ ...one, scope }] : []
  })
}

type Accepted = PatternCase & { readonly scope: Scope }

/** The pattern behind a prefix with the resource, so that those without a placeholder have one; `undefined` where it is no route. */
function scopeOf({ path }: PatternCase, index: number): Scope | undefined {
  const free = [...path.matchAll(/:(\w+)/g)].map((found) => found[1] as string)
  const route = { method: 'GET', path: `/p${index}/:flowId${path}` as string }
  try {
    return defineScope({ name: `pattern_${index}`, routes: [route], resource: 'flowId', free, maxTtl: '1h' })
  } catch (error) {
    if (error instanceof HallpassError) return undefined
    throw error
  }
}

type Mint = (scope: Scope, options: { readonly resourceId: string }) => Promise<{ readonly token: string }>

/** Each input for the token's own resource and for another token's, as it is and with a few ways to miss the route. */
async function casesOf({ scope, path, inputs }: Accepted, mint: Mint): Promise<readonly Case[]> {
  const prefix = pathOf(scope).slice(0, -path.length).replace(':flowId', OWN_ID)
  const targets = inputs
    .map((input) => escaped(asBytes(input)))
    .flatMap((input) => [
      input,
      `${input}/`,
      input.toUpperCase(),
      `/${input}`,
      `${input};x`,
      `${input}?x`,
      `${input}#x`,
    ])
  const cases = [OWN_ID, 'VICTIM'].map(async (resourceId) => {
    const { token: text } = await mint(scope, { resourceId })
    return targets.map((target) => ({ ...aimAt(prefix + target), token: { text, scope, resourceId, fixed: {} } }))
  })
  return (await Promise.all(cases)).flat()
}

function toRoute({ scope, sensitive, strict }: Accepted): PatternRoute {
  return { scope, path: pathOf(scope), sensitive, strict }
}

function pathOf({ routes }: Scope): string {
  return routes[0]?.path ?? expect.fail('a scope of this study has one route')
}

/** Opened although it was not declared, or for another route; or declared and not opened. */
function isWrong({ case: one, entry }: Result): boolean {
  if (!entry) return false
  const declared = routeAsDeclared(entry.method, entry.target, one.token) !== undefined
  return guardVerdict(entry, one) !== (declared ? 'sound' : undefined)
}
