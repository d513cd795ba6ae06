import { expect, it } from 'vitest'
import { importedPackage } from './import-graph.js'
import { filesUnder, readText } from './repository.js'
import { readSource, referencesOf } from './source-file.js'

it('the examples import the packages that ARCHITECTURE names, and no others', () => {
  const files = filesUnder('examples').filter((path) => /^examples\/[^/]+\/src\/.+\.[jt]s$/.test(path))
  const imported = files.flatMap((path) => referencesOf(readSource(path)).map(importedPackage))
  const ours = imported.flatMap((name) => shortName(name ?? '') ?? [])
  expect([...new Set(ours)].sort()).toEqual([...namedIn(readText('ARCHITECTURE.md'))].sort())
})

/** The right side of `examples -> core, express, …`. */
function namedIn(text: string): readonly string[] {
  return /^examples -> (.+)$/m.exec(text)?.[1]?.split(', ') ?? []
}

/** A package of this repository as ARCHITECTURE calls it: by its folder. */
function shortName(name: string): string | undefined {
  return name === 'hallpass' ? 'cli' : /^@hallpass\/(.+)$/.exec(name)?.[1]
}
