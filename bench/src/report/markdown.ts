import type { Table } from './report.js'

/** Tables as text that reads well on a terminal, and is Markdown. */
export function printed(tables: readonly Table[]): string {
  return tables.map(printedTable).join('\n')
}

function printedTable({ title, columns, rows }: Table): string {
  const widths = columns.map((name, index) => Math.max(name.length, ...rows.map((row) => (row[index] ?? '').length), 3))
  const line = (cells: readonly string[]) =>
    `| ${widths.map((width, index) => padded(cells[index] ?? '', width, index)).join(' | ')} |`
  const rule = `|${widths.map((width, index) => (index === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`
  return `### ${title}\n\n${[line(columns), rule, ...rows.map(line)].join('\n')}\n`
}

/** The first column names the row; the others are figures. */
function padded(text: string, width: number, column: number): string {
  return column === 0 ? text.padEnd(width) : text.padStart(width)
}
