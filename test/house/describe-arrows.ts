import { describe, expect, it } from 'vitest'
import { filesInCircles } from './import-circles.js'
import { arrows, shownArrow } from './import-graph.js'
import { type PartTable, readParts } from './parts.js'

/** An import that must be refused: a sentence, the file under the package's `src`, and what it would import. */
export type RefusedImport = readonly [sentence: string, from: string, specifier: string]

/**
 * Holds the imports inside a package against its parts, and the table of parts against imports that it must refuse.
 * @param circle files whose types speak of each other
 */
export function describeArrows(
  name: string,
  table: PartTable,
  refused: readonly RefusedImport[],
  circle: readonly string[] = [],
): void {
  const src = `packages/${name}/src/`
  const parts = readParts(src, table)

  describe(`the arrows inside ${name}`, () => {
    it('have a part for every file', () => {
      expect(parts.homeless).toEqual([])
    })

    it('go only where the parts may', () => {
      expect(parts.wrong.map(shownArrow)).toEqual([])
    })

    it('have no way back: a part imports only parts below it', () => {
      expect(parts.upward).toEqual([])
    })

    it('go in no circle that is not told, from file to file, with those of types', () => {
      const found = filesInCircles(arrows.filter(({ from }) => from.startsWith(src)))
      expect([...found].sort()).toEqual(circle.map((path) => src + path))
    })

    it.each(refused)('are refused from %s', (_, from, specifier) => {
      expect(parts.isAllowed({ from: src + from, specifier })).toBe(false)
    })
  })
}
