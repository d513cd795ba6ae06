import type { Scope, ScopeRoute } from '@hallpass/core'

/** A concrete path of a route: what stands at each placeholder, and the path. */
export interface SamplePath {
  readonly values: Readonly<Record<string, string>>
  readonly path: string
}

/** Paths for values that no application names a route after. Three kinds, since a router may take numbers or UUIDs only. */
export function plainPaths(route: ScopeRoute): readonly SamplePath[] {
  return PLAIN.map((value) => fill(route, () => value))
}

const PLAIN = ['hallpass-sample', '4711', '00000000-0000-4000-8000-000000000000']

/**
 * Paths that have, at their placeholders, words of another path: `/flows/export` for `/flows/:flowId` beside
 * `/flows/export`. In the other path's case, and in upper and lower case, since routers do not look at it. Words that
 * no token of the scope can be for are left out.
 */
export function pathsWithWordsOf(otherPath: string, route: ScopeRoute, scope: Scope): readonly SamplePath[] {
  const words = (otherPath.match(WORD) ?? []).flatMap((word) => [word, word.toLowerCase(), word.toUpperCase()])
  return combinations(route.placeholders.length, [...new Set([...PLAIN, ...words])])
    .map((values) => fill(route, (index) => values[index] as string))
    .filter(({ values }) => mayBeMinted(values, route, scope))
}

/** More than this many are not tried: a path of many words and many placeholders is no sibling of anything. */
const MOST = 4096

function combinations(length: number, values: readonly string[]): readonly (readonly string[])[] {
  let found: (readonly string[])[] = [[]]
  for (let index = 0; index < length && found.length * values.length <= MOST; index++)
    found = found.flatMap((before) => values.map((value) => [...before, value]))
  return found.filter((combination) => combination.length === length)
}

/** What ids are made of, without the colon that starts a placeholder. */
const WORD = /(?<![:*\w-])[A-Za-z0-9_~.@+-]+/g

function mayBeMinted(values: Readonly<Record<string, string>>, route: ScopeRoute, scope: Scope): boolean {
  const id = route.resource === undefined ? undefined : values[route.resource]
  return id === undefined || route.anyResource || scope.acceptsResourceId(id)
}

function fill(route: ScopeRoute, valueAt: (index: number) => string): SamplePath {
  const values = Object.fromEntries(route.placeholders.map((name, index) => [name, valueAt(index)]))
  const segments = route.segments.map((segment) =>
    'literal' in segment ? segment.literal : values[segment.placeholder],
  )
  return { values, path: `/${segments.join('/')}${route.trailingSlash ? '/' : ''}` }
}
