import { type Arrow, arrows, importedFile } from './import-graph.js'

/**
 * The parts of a package from the bottom up, and what each may import beside itself. A path belongs to the part with the
 * longest start that fits.
 */
export type PartTable = Readonly<
  Record<string, { readonly starts: readonly string[]; readonly mayImport: readonly string[] }>
>

/** The arrows inside a package, held against its parts. */
export interface Parts {
  /** Files that belong to no part. */
  readonly homeless: readonly string[]
  /** Arrows that go where their part may not. */
  readonly wrong: readonly Arrow[]
  /** What parts may import of themselves or of parts above. */
  readonly upward: readonly string[]
  isAllowed(arrow: Pick<Arrow, 'from' | 'specifier'>): boolean
}

/** @param src the folder that the starts stand in, with a slash at its end */
export function readParts(src: string, table: PartTable): Parts {
  const inside = arrows.filter(({ from }) => from.startsWith(src))
  const order = Object.keys(table)

  function partOf(path: string): string | undefined {
    const fits = Object.entries(table).flatMap(([part, { starts }]) =>
      starts.filter((start) => path.startsWith(src + start)).map((start) => ({ part, length: start.length })),
    )
    return fits.sort((a, b) => b.length - a.length)[0]?.part
  }

  function isAllowed(arrow: Pick<Arrow, 'from' | 'specifier'>): boolean {
    const to = importedFile(arrow)
    if (to === undefined) return true
    const [part, other] = [partOf(arrow.from), partOf(to)]
    if (part === undefined || other === undefined) return false
    return part === other || table[part]?.mayImport.includes(other) === true
  }

  return {
    homeless: inside.map(({ from }) => from).filter((from) => partOf(from) === undefined),
    wrong: inside.filter((arrow) => !isAllowed(arrow)),
    upward: Object.entries(table).flatMap(([part, { mayImport }]) =>
      mayImport.filter((other) => order.indexOf(other) >= order.indexOf(part)).map((other) => `${part} -> ${other}`),
    ),
    isAllowed,
  }
}
