import type { Command } from '../command.js'
import { askToRun, type Desk } from './ask-to-run.js'

/** What the agent wants to do, one after the other. All of it only prints. */
const WANTED: readonly { readonly command: Command; readonly ttl: string }[] = [
  { command: ['node', '-p', '6 * 7'], ttl: '5m' },
  { command: ['node', '-p', '"the backups are gone"'], ttl: '5m' },
  { command: ['node', '-p', '"too late"'], ttl: '30s' },
]

/** The agent, as a process of its own: it knows the address and its key, and nothing of the operator. */
async function main({ AGENT_URL = '', AGENT_KEY = '' }: NodeJS.ProcessEnv): Promise<void> {
  const desk: Desk = { url: new URL(AGENT_URL), key: AGENT_KEY, log: (line) => console.log(`  agent: ${line}`) }
  for (const { command, ttl } of WANTED) await askToRun(desk, command, ttl)
  desk.log('that was all')
}

main(process.env).catch((error: Error) => {
  console.error(`  agent: ${error.message}`)
  process.exit(1)
})
