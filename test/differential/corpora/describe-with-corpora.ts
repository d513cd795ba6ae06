import { describe, it } from 'vitest'
import { corporaFolder } from './folder.js'

/**
 * A suite that needs the public corpora; it gets their folder, and reads it in its tests and hooks only. Where they are
 * missing the suite is skipped, loudly and by name; in CI (`HALLPASS_CI=1`) it fails instead.
 */
export function describeWithCorpora(name: string, suite: (folder: string) => void): void {
  const folder = corporaFolder()
  if (folder !== undefined) return void describe(name, () => suite(folder))
  if (process.env['HALLPASS_CI'] === '1') return void failing(name)
  console.warn(`SKIPPED: ${name}: the corpora are not beside the checkout, and HALLPASS_CORPORA names no folder`)
  describe(`${name} (the corpora are not there)`, { skip: true }, () => suite(''))
}

function failing(name: string): void {
  describe(name, () => {
    it('has the corpora that it needs', () => {
      throw new Error('the corpora are not beside the checkout, and HALLPASS_CORPORA names no folder')
    })
  })
}
