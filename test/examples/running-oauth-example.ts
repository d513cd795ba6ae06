import { type Example, startExample } from '../../examples/express-oauth-flow/src/example.js'
import { withDatabase } from './temporary-database.js'

/** The OAuth example inside of the test, on free ports. */
export interface RunningExample extends Example {
  readonly database: string
  /** The lines of its log. */
  readonly log: readonly string[]
}

/** Starts it with a database of its own, runs the test, and takes both away again. Stopping it earlier is fine. */
export async function withOAuthExample(test: (example: RunningExample) => Promise<void>): Promise<void> {
  await withDatabase(async (database) => {
    const example = await runOAuthExample(database)
    try {
      await test(example)
    } finally {
      await example.stop()
    }
  })
}

/** Starts it on a database that may have been used before. */
export async function runOAuthExample(database: string): Promise<RunningExample> {
  const log: string[] = []
  const example = await startExample({ port: 0, providerPort: 0, database, log: (line) => void log.push(line) })
  return { ...example, database, log }
}
