import { readJson } from './read.js'

/** A pattern of path-to-regexp's own cases, with the paths that its tests ask about. */
export interface PatternCase {
  readonly path: string
  readonly sensitive: boolean
  /** Whether a slash at the end counts. */
  readonly strict: boolean
  readonly inputs: readonly string[]
}

/** The cases whose pattern is one text, from its beginning to its end, with the usual delimiter: what a router can be told. */
export function patternCases(folder: string): readonly PatternCase[] {
  const { MATCH_TESTS } = readJson(folder, 'p2r/path-to-regexp-8-cases.json') as MatchTests
  return MATCH_TESTS.flatMap(({ path, options, tests }) => {
    const { sensitive = false, trailing = true, end = true, delimiter = '/' } = options ?? {}
    if (typeof path !== 'string' || !path.startsWith('/') || !end || delimiter !== '/') return []
    return [{ path, sensitive, strict: !trailing, inputs: tests.map((test) => test.input) }]
  })
}

interface MatchTests {
  readonly MATCH_TESTS: readonly {
    readonly path: unknown
    readonly options?: {
      readonly sensitive?: boolean
      readonly trailing?: boolean
      readonly end?: boolean
      readonly delimiter?: string
    } | null
    readonly tests: readonly { readonly input: string }[]
  }[]
}
