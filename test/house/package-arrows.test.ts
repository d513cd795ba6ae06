import { isBuiltin } from 'node:module'
import { describe, expect, it } from 'vitest'
import { type Arrow, arrows, importedFile, importedPackage, shownArrow } from './import-graph.js'
import { publishedPackages, type WorkspacePackage } from './workspace.js'

/** Which package may import which, as ARCHITECTURE draws it: all arrows point at core. A new package is a new line here. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  '@hallpass/core': [],
  '@hallpass/store-contract': ['@hallpass/core'],
  '@hallpass/drizzle': ['@hallpass/core'],
  '@hallpass/file': ['@hallpass/core'],
  '@hallpass/redis': ['@hallpass/core'],
  '@hallpass/http': ['@hallpass/core'],
  '@hallpass/express': ['@hallpass/core', '@hallpass/http'],
  '@hallpass/koa': ['@hallpass/core', '@hallpass/http'],
  '@hallpass/client': [],
  '@hallpass/jwt': ['@hallpass/core'],
  hallpass: ['@hallpass/core', '@hallpass/http', '@hallpass/drizzle', '@hallpass/file', '@hallpass/redis'],
}

/** What core may need beside Node. */
const CORE_DEPENDENCIES = ['path-to-regexp']

describe('the arrows between packages', () => {
  it('have a line for every package', () => {
    expect(publishedPackages.map(({ manifest }) => manifest.name).sort()).toEqual(Object.keys(MAY_IMPORT).sort())
  })

  it.each(publishedPackages)('go from $manifest.name only where they may', (from) => {
    const allowed = MAY_IMPORT[from.manifest.name] ?? []
    const wrong = arrowsOf(from).filter((arrow) => isOurs(arrow) && !allowed.includes(importedPackage(arrow) ?? ''))
    expect(wrong.map(shownArrow)).toEqual([])
  })

  it.each(publishedPackages)('of $manifest.name are declared, workspace packages as dependencies', (from) => {
    const { dependencies = {}, peerDependencies = {} } = from.manifest
    const declared = (arrow: Arrow) => {
      const name = importedPackage(arrow) ?? ''
      return isBuiltin(arrow.specifier) || name in dependencies || (name in peerDependencies && !isOurs(arrow))
    }
    const undeclared = arrowsOf(from).filter((arrow) => importedFile(arrow) === undefined && !declared(arrow))
    expect(undeclared.map(shownArrow)).toEqual([])
  })

  it.each(publishedPackages)('of $manifest.name are in use where they are dependencies', (from) => {
    const used = new Set(arrowsOf(from).map(importedPackage))
    const { dependencies = {} } = from.manifest
    expect(Object.keys(dependencies).filter((name) => !used.has(name))).toEqual([])
  })

  it.each(publishedPackages)('of $manifest.name stay inside its folder', ({ folder, manifest }) => {
    const inside = arrows.filter(({ from }) => from.startsWith(`${folder}/`))
    const outside = inside.filter((arrow) => importedFile(arrow)?.startsWith(`${folder}/`) === false)
    expect(outside.map(shownArrow), manifest.name).toEqual([])
  })

  it('leave core with one dependency and no peers', () => {
    const core = publishedPackages.find(({ manifest }) => manifest.name === '@hallpass/core')?.manifest
    expect(Object.keys(core?.dependencies ?? {})).toEqual(CORE_DEPENDENCIES)
    expect(core?.peerDependencies).toBeUndefined()
  })
})

function arrowsOf({ folder }: WorkspacePackage): readonly Arrow[] {
  return arrows.filter(({ from }) => from.startsWith(`${folder}/`))
}

function isOurs(arrow: Arrow): boolean {
  const name = importedPackage(arrow)
  return name === 'hallpass' || name?.startsWith('@hallpass/') === true
}
