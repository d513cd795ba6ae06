import { type Example, startExample } from '../../examples/koa-download/src/example.js'
import { withDatabase } from './temporary-database.js'

/** The download example inside of the test, on a free port. */
export interface RunningDownload extends Example {
  readonly database: string
  /** The lines of its log. */
  readonly log: readonly string[]
}

/** Starts it with a database of its own, runs the test, and takes both away again. */
export async function withDownloadExample(test: (example: RunningDownload) => Promise<void>): Promise<void> {
  await withDatabase(async (database) => {
    const log: string[] = []
    const example = await startExample({ port: 0, database, log: (line) => void log.push(line) })
    try {
      await test({ ...example, database, log })
    } finally {
      await example.stop()
    }
  })
}
