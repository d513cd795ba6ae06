import { describe, expect, it } from 'vitest'
import { sourceFiles } from './import-graph.js'
import { parseSource } from './source-file.js'
import { problemsIn, SOURCE_RULES } from './source-rules.js'

describe.each(SOURCE_RULES.map((rule) => [rule.name, rule] as const))('sources %s', (_, rule) => {
  it('everywhere', () => {
    expect(sourceFiles.flatMap((file) => problemsIn(file, rule))).toEqual([])
  })

  it('and what breaks the rule is found, what looks like it is not', () => {
    expect(problemsIn(parseSource('bad.ts', rule.bad), rule)).toHaveLength(1)
    expect(problemsIn(parseSource('good.ts', rule.good), rule)).toEqual([])
  })
})
