/** What a group found out: tables for people, and figures that goals are held against. */
export interface Report {
  readonly tables: readonly Table[]
  readonly figures: Figures
}

/** Figures by their names, which `goals.ts` knows. */
export type Figures = Readonly<Record<string, number>>

export interface Table {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

/** One report out of several. */
export function joined(reports: readonly Report[]): Report {
  return {
    tables: reports.flatMap(({ tables }) => tables),
    figures: Object.assign({}, ...reports.map(({ figures }) => figures)),
  }
}
