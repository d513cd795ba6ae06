import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Example, startExample } from '../../examples/express-oauth-flow/src/example.js'

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

/** A path for a database, in a folder that is there for as long as the test runs. */
export async function withDatabase(test: (database: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hallpass-test-'))
  try {
    await test(join(folder, 'tokens.db'))
  } finally {
    await rm(folder, { recursive: true })
  }
}
