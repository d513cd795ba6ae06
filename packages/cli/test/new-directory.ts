import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A directory for the test that asks, gone at its end. */
export function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'hallpass-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}
