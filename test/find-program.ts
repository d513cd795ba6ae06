import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

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
