import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A path for a database, in a folder that is there for as long as the test runs. */
export async function withDatabase(test: (database: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'hallpass-test-'))
  try {
    await test(join(folder, 'tokens.db'))
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** All bytes of the files in a folder: of a database, and of what SQLite keeps beside it. */
export function bytesIn(folder: string): Buffer {
  return Buffer.concat(readdirSync(folder).map((file) => readFileSync(join(folder, file))))
}
