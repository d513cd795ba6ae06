import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { filesUnder, ROOT } from './repository.js'
import { type Reference, readSource, referencesOf, type SourceFile } from './source-file.js'
import { publishedPackages } from './workspace.js'

/** An import, seen from the file that has it. */
export interface Arrow extends Reference {
  readonly from: string
}

/** The sources of all published packages: `src`, and `browser` for what pages load as it is. */
export const sourceFiles: readonly SourceFile[] = publishedPackages
  .flatMap(({ folder }) => filesUnder(folder))
  .filter((path) => /^packages\/[^/]+\/(src|browser)\/.+\.[jt]s$/.test(path))
  .map(readSource)

/** Every import in them. */
export const arrows: readonly Arrow[] = sourceFiles.flatMap((file) =>
  referencesOf(file).map((reference) => ({ ...reference, from: file.path })),
)

/** The file that a relative import means, or the types beside it; `undefined` for a package. */
export function importedFile({ from, specifier }: Pick<Arrow, 'from' | 'specifier'>): string | undefined {
  if (!specifier.startsWith('.')) return undefined
  const path = posix.join(posix.dirname(from), specifier)
  const types = path.replace(/\.js$/, '.d.ts')
  return existsSync(join(ROOT, types)) ? types : path.replace(/\.js$/, '.ts')
}

/** The name of the package that an import means, without a path into it; `undefined` for a relative one. */
export function importedPackage({ specifier }: Pick<Arrow, 'specifier'>): string | undefined {
  return /^(@[^/]+\/[^/]+|[^./][^/]*)/.exec(specifier)?.[0]
}

/** Where an import stands, for a list of problems. */
export function shownArrow({ from, line, specifier }: Arrow): string {
  return `${from}:${line} imports ${specifier}`
}
