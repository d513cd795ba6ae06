import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'

/** The path of a directory for the test that asks: not there yet, and gone at its end. */
export function newDirectory(): string {
  const above = mkdtempSync(join(tmpdir(), 'hallpass-file-'))
  onTestFinished(() => rmSync(above, { recursive: true, force: true }))
  return join(above, 'tokens')
}
