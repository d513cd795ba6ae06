import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The top of the repository, with a slash at its end. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** The text of a file, by its path from the top. */
export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8')
}

/** All files that belong to the repository, as paths from the top with `/`: no dependencies, no build, no scratch. */
export function repositoryFiles(): readonly string[] {
  return filesUnder('')
}

/** The files under one folder; none where the folder is not there, or is made from others. */
export function filesUnder(folder: string): readonly string[] {
  if (folder === REFERENCE || !existsSync(join(ROOT, folder))) return []
  return readdirSync(join(ROOT, folder), { withFileTypes: true })
    .filter((entry) => !NOT_OURS.has(entry.name))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      return entry.isDirectory() ? filesUnder(path) : [path]
    })
    .sort()
}

/** Written by TypeDoc for the site. */
const REFERENCE = 'docs/reference'

const NOT_OURS = new Set(['.git', 'node_modules', 'dist', 'coverage', '.tmp', '.temp'])
