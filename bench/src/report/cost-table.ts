import type { Measured } from '../measure/interleave.js'
import type { Figures, Report } from './report.js'

/** A table of costs beside the first row. Each figure is the ratio of the row with the given name. */
export function costReport(
  title: string,
  measured: readonly Measured[],
  figures: Readonly<Record<string, string>> = {},
): Report {
  const rows = measured.map(({ name, microseconds, ratio, spread }) => [
    name,
    microseconds.toPrecision(3),
    `×${ratio.toPrecision(3)}`,
    `${spread[0].toPrecision(3)} to ${spread[1].toPrecision(3)}`,
  ])
  return {
    tables: [{ title, columns: ['what', 'µs a call', 'against the first', 'middle half'], rows }],
    figures: ratiosOf(measured, figures),
  }
}

function ratiosOf(measured: readonly Measured[], names: Readonly<Record<string, string>>): Figures {
  return Object.fromEntries(Object.entries(names).map(([figure, row]) => [figure, ratioOf(measured, row)]))
}

/** @throws Error where no row has the name */
export function ratioOf(measured: readonly Measured[], name: string): number {
  const row = measured.find((one) => one.name === name)
  if (!row) throw new Error(`no row is called ${name}`)
  return row.ratio
}
