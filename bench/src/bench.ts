import { writeFileSync } from 'node:fs'
import { readFlags } from './flags.js'
import { GROUPS } from './groups.js'
import { machine } from './report/machine.js'
import { printed } from './report/markdown.js'
import { joined, type Report } from './report/report.js'
import { verdicts } from './report/verdicts.js'
import { runGroup } from './run-group.js'

/** The whole suite, or the groups that `--only` names: tables on the terminal, and in `results.md`. */
const given = process.argv.slice(2)
const { groups, effort } = readFlags(given)
const about = machine(['pnpm bench', ...given].join(' '))
console.log(printed([about]))
const reports: Report[] = []
for (const name of groups) {
  console.log(`… ${GROUPS[name]}\n`)
  const report = await runGroup(name, effort).catch(failed)
  console.log(printed(report.tables))
  reports.push(report)
}

/** The other groups still run; the command ends badly. */
function failed({ message }: Error): Report {
  process.exitCode = 1
  return { tables: [{ title: 'Failed', columns: ['what'], rows: [[message]] }], figures: {} }
}

const { tables, figures } = joined(reports)
const judged = verdicts(figures)
console.log(printed(judged))
const results = new URL('../results.md', import.meta.url)
writeFileSync(
  results,
  `# Results\n\nHow they are measured stands in [README.md](README.md).\n\n${printed([about, ...judged, ...tables])}`,
)
