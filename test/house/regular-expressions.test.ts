import { TOKEN_PATTERN } from '@hallpass/core'
import { check } from 'recheck'
import { describe, expect, it } from 'vitest'
import { sourceFiles } from './import-graph.js'
import { builtIn, literalsIn } from './regular-expressions.js'
import { parseSource } from './source-file.js'

/** Files that put expressions together, and what comes out; an author's own expression is the author's. */
const BUILT: Readonly<Record<string, readonly string[]>> = {
  'packages/core/src/scope/resource-id.ts': [],
  'packages/http/src/approval/carries-token.ts': [`^${TOKEN_PATTERN.source}$`],
  // By its bounds it takes at most 54 steps of a few characters at each place; what it takes is measured in redact.test.ts.
  'packages/http/src/redact.ts': [],
}

/** What the checker suspects and is not so, and why. */
const EXPLAINED: Readonly<Record<string, string>> = {
  'packages/core/src/token/text-format.ts': 'at each place of the text it takes at most 71 steps, by its bounds',
}

/** Large bounds are tried with random texts, from the same seed in every run. */
const SETTINGS = { timeout: 60_000, randomSeed: 1 }

describe('regular expressions of the sources', () => {
  const written = sourceFiles.flatMap(literalsIn)
  const built = Object.entries(BUILT).flatMap(([at, sources]) => sources.map((source) => ({ at, source, flags: '' })))

  it('are found, as literals and as calls', () => {
    const file = parseSource('some.ts', 'const a = /a+$/u\nconst b = new RegExp(a)')
    expect(literalsIn(file)).toEqual([{ at: 'some.ts:1', source: 'a+$', flags: 'u' }])
    expect(builtIn(file)).toEqual(['some.ts:2'])
    expect(written.length).toBeGreaterThan(50)
  })

  it('are put together only where the table here says what comes out', () => {
    const files = sourceFiles.flatMap(builtIn).map((at) => at.replace(/:\d+$/, ''))
    expect([...new Set(files)].sort()).toEqual(Object.keys(BUILT).sort())
  })

  it('G15 take time in proportion to the text, each of them', async () => {
    const slow: string[] = []
    const explained = ({ at }: { readonly at: string }) => Object.hasOwn(EXPLAINED, at.replace(/:\d+$/, ''))
    for (const { at, source, flags } of [...written, ...built].filter((one) => !explained(one))) {
      const { status } = await check(source, flags, SETTINGS)
      if (status !== 'safe') slow.push(`${at} /${source}/${flags}: ${status}`)
    }
    expect(slow).toEqual([])
  })

  it('G15 and one that does not is noticed', async () => {
    expect(await check('^(a|a)*$', '')).toMatchObject({ status: 'vulnerable' })
  })
})
