import stringWidth from 'string-width'
import type { Colour, Paint } from './paint.js'
import { plainText } from './plain-text.js'

/** A column of a table. */
export interface Column<R> {
  readonly title: string
  readonly text: (row: R) => string
  readonly colour?: (row: R) => Colour
  /** Whether its texts may be cut where the table is wider than the terminal. Default false. */
  readonly cut?: boolean
}

/** How a table is drawn. */
export interface TableStyle {
  readonly paint: Paint
  /** The most cells of the terminal that a line may take. */
  readonly width: number
}

/** Cells between two columns. */
const GAP = 2
/** What a column that may be cut keeps at least. */
const LEAST = 8

/** Draws rows in aligned columns. Batches that are drawn by one function are aligned as the first of them. */
export function createTable<R>(
  columns: readonly Column<R>[],
  { paint, width }: TableStyle,
): (rows: readonly R[]) => readonly string[] {
  let widths: readonly number[] | undefined
  return (rows) => {
    const cells = rows.map((row) => columns.map((column) => plainText(column.text(row))))
    const heading = widths === undefined ? columns.map(({ title }) => title) : undefined
    widths ??= fitted(columns, [...cells, ...(heading ? [heading] : [])], width)
    const sizes = widths
    const drawn = cells.map((texts, at) =>
      line(texts, sizes, (text, column) => paint(columns[column]?.colour?.(rows[at] as R), text)),
    )
    return heading ? [line(heading, sizes, (text) => paint('bold', text)), ...drawn] : drawn
  }
}

function fitted<R>(
  columns: readonly Column<R>[],
  lines: readonly (readonly string[])[],
  width: number,
): readonly number[] {
  const natural = columns.map((_, at) => Math.max(...lines.map((texts) => stringWidth(texts[at] ?? ''))))
  let excess = natural.reduce((sum, one) => sum + one + GAP, -GAP) - width
  while (excess > 0) {
    const widest = widestCut(columns, natural)
    if (widest === undefined) break
    natural[widest] = (natural[widest] as number) - 1
    excess -= 1
  }
  return natural
}

function widestCut<R>(columns: readonly Column<R>[], widths: readonly number[]): number | undefined {
  const able = columns.flatMap(({ cut }, at) => (cut && (widths[at] as number) > LEAST ? [at] : []))
  return able.sort((a, b) => (widths[b] as number) - (widths[a] as number))[0]
}

function line(
  texts: readonly string[],
  widths: readonly number[],
  colour: (text: string, column: number) => string,
): string {
  const cells = texts.map((text, column) => {
    const shown = shortened(text, widths[column] as number)
    const padding = ' '.repeat(Math.max(0, (widths[column] as number) - stringWidth(shown)))
    return colour(shown, column) + padding
  })
  return cells.join(' '.repeat(GAP)).trimEnd()
}

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The text, or its beginning and an ellipsis, in so many cells of the terminal. */
export function shortened(text: string, width: number): string {
  if (stringWidth(text) <= width) return text
  let kept = ''
  for (const { segment } of graphemes.segment(text)) {
    if (stringWidth(kept + segment) > width - 1) break
    kept += segment
  }
  return `${kept}…`
}
