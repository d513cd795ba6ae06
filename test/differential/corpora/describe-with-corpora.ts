import { describe } from 'vitest'
import { corporaFolder } from './folder.js'

/**
 * A suite that needs the public corpora; it gets their folder, and reads it in its tests and hooks only. They are not part
 * of the repository: where they are missing the suite is skipped, loudly and by name.
 */
export function describeWithCorpora(name: string, suite: (folder: string) => void): void {
  const folder = corporaFolder()
  if (folder !== undefined) return void describe(name, () => suite(folder))
  console.warn(`SKIPPED: ${name}: the corpora are not beside the checkout, and HALLPASS_CORPORA names no folder`)
  describe(`${name} (the corpora are not there)`, { skip: true }, () => suite(''))
}
