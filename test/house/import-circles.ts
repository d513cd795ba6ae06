import { type Arrow, importedFile } from './import-graph.js'

/**
 * The files that lie on circles of imports, or on a way from one circle to another; imports of types count. What imports
 * nothing that is left, or is imported by nobody that is left, is taken away until nothing more is.
 */
export function filesInCircles(arrows: readonly Pick<Arrow, 'from' | 'specifier'>[]): readonly string[] {
  let left = arrows.map((arrow) => ({ from: arrow.from, to: importedFile(arrow) }))
  for (;;) {
    const [importers, imported] = [new Set(left.map(({ from }) => from)), new Set(left.map(({ to }) => to))]
    const kept = left.filter(({ from, to }) => imported.has(from) && to !== undefined && importers.has(to))
    if (kept.length === left.length) return [...importers]
    left = kept
  }
}
