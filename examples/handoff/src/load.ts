import { type LoadReport, runLoad, type Tally, wentWell } from './load/run-load.js'
import { readLoadSettings } from './settings.js'

/** Runs the load, prints what came out, and fails where a token or a client did not end as it should. */
async function load(): Promise<void> {
  const settings = readLoadSettings(process.env)
  console.log(`${settings.handOffs} hand-offs with failures by chance; the same again: SEED=${settings.seed}`)
  const report = await runLoad(settings)
  console.log(shownReport(report))
  if (!wentWell(report)) process.exitCode = 1
}

function shownReport({ outcomes, late, clients, tokens, live }: LoadReport): string {
  return `
hand-offs          ${shownTally(outcomes)}
clients            ${shownTally(clients)}
tokens             ${shownTally(tokens)}
presented too late ${shownTally(late)}
live tokens        ${live}
`
}

function shownTally(tally: Tally): string {
  return Object.entries(tally)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ')
}

load().catch((error: Error) => {
  console.error(error.message)
  process.exit(1)
})
