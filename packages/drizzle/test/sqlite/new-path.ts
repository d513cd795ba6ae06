import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A path where no database is, in a directory that is gone at the end of the test. */
export function newPath(name = 'tokens.db'): string {
  const directory = mkdtempSync(join(tmpdir(), 'hallpass-sqlite-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return join(directory, name)
}
