import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe, it } from 'vitest'

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

/** The path of a program in `PATH`, or where Debian keeps Postgres; `undefined` where it is not there. */
export function findProgram(program: string): string | undefined {
  return [...(process.env['PATH'] ?? '').split(delimiter), ...postgresFolders()]
    .map((folder) => join(folder, program))
    .find(isExecutable)
}

const POSTGRES = '/usr/lib/postgresql'

/** Debian has a folder for each version, in no `PATH`; the latest comes first. */
function postgresFolders(): readonly string[] {
  const versions = existsSync(POSTGRES) ? readdirSync(POSTGRES) : []
  return versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(POSTGRES, version, 'bin'))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function failing(program: string, name: string): void {
  describe(name, () => {
    it('has the program that it needs', () => {
      throw new Error(`${program} is not installed, and in CI nothing is missing: name it in .ci/run`)
    })
  })
}
