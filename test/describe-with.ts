import { describe, it } from 'vitest'
import { findProgram } from './find-program.js'

export { findProgram }

/**
 * A suite that needs a program of the machine, such as a browser or a database; the suite gets the program's path.
 * Where the program is missing the suite is skipped, loudly and by name; in CI (`HALLPASS_CI=1`) it fails instead.
 */
export function describeWith(program: string, name: string, suite: (path: string) => void): void {
  const path = findProgram(program)
  if (path !== undefined) return void describe(name, () => suite(path))
  if (process.env['HALLPASS_CI'] === '1') return void failing(program, name)
  console.warn(`SKIPPED: ${name}: ${program} is not installed`)
  describe(`${name} (${program} is not installed)`, { skip: true }, () => suite(program))
}

function failing(program: string, name: string): void {
  describe(name, () => {
    it('has the program that it needs', () => {
      throw new Error(`${program} is not installed, and in CI nothing is missing: name it in .ci/run`)
    })
  })
}
