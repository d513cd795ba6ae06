import { askToRun, type Desk, type Ending } from '../../examples/approvals/src/agent/ask-to-run.js'
import type { Command } from '../../examples/approvals/src/command.js'
import { type Example, startExample } from '../../examples/approvals/src/example.js'
import { withDatabase } from './temporary-database.js'

/** The approvals example inside of the test, on a free port, with an agent. */
export interface RunningApprovals extends Example {
  readonly database: string
  /** The lines of its log and of the agent's. */
  readonly log: readonly string[]
  readonly desk: Desk
  /** Asks for a command as the agent does, and resolves to how it went. */
  askToRun(command: Command, ttl?: string): Promise<Ending>
}

/** Starts it with a database of its own, runs the test, and takes both away again. */
export async function withApprovalsExample(test: (example: RunningApprovals) => Promise<void>): Promise<void> {
  await withDatabase(async (database) => {
    const lines: string[] = []
    const log = (line: string) => void lines.push(line)
    const example = await startExample({ port: 0, database, log })
    const desk = { url: example.url, key: example.agentKey, log }
    try {
      await test({ ...example, ...{ database, log: lines, desk }, askToRun: (...asked) => askToRun(desk, ...asked) })
    } finally {
      await example.stop()
    }
  })
}
