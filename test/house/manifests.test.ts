import { describe, expect, it } from 'vitest'
import { readText } from './repository.js'
import { publishedPackages, rootManifest } from './workspace.js'

describe('the workspace', () => {
  it('names one version of pnpm', () => {
    const named = [
      ...readText('package.json').matchAll(/pnpm@[\d.]+/g),
      ...readText('CONTRIBUTING.md').matchAll(/pnpm@[\d.]+/g),
    ]
    expect(new Set(named.map(([version]) => version))).toEqual(new Set([rootManifest.packageManager]))
  })

  it('builds every package, after those that it imports', () => {
    const { references } = JSON.parse(readText('tsconfig.build.json')) as TsConfig
    expect(pathsOf(references).sort()).toEqual(publishedPackages.map(({ folder }) => folder).sort())
  })
})

describe('a release', () => {
  it('gives every package one version', () => {
    const { fixed } = JSON.parse(readText('.changeset/config.json')) as { readonly fixed: readonly string[][] }
    const isFixed = (name: string) => fixed[0]?.some((one) => one === name || one === name.replace(/\/.*/, '/*'))
    expect(fixed.length).toBe(1)
    expect(publishedPackages.map(({ manifest }) => manifest.name).filter((name) => !isFixed(name))).toEqual([])
  })
})

describe.each(publishedPackages)('$manifest.name', ({ folder, manifest }) => {
  it('is ESM only: its entry points have the source, the types and the built file, in this order', () => {
    expect(manifest).toMatchObject({ type: 'module', engines: { node: '>=20.19' }, license: 'MIT' })
    expect(Object.keys(manifest).filter((member) => ['main', 'module', 'types'].includes(member))).toEqual([])
    for (const conditions of Object.values(manifest.exports ?? {}))
      expect(Object.keys(conditions).filter((name) => name !== '@hallpass/source')).toEqual(['types', 'default'])
  })

  it('is built after the packages of the workspace that it depends on', () => {
    const { references } = JSON.parse(readText(`${folder}/tsconfig.json`)) as TsConfig
    const needed = publishedPackages.filter((one) => one.manifest.name in (manifest.dependencies ?? {}))
    expect(pathsOf(references).sort()).toEqual(needed.map((one) => one.folder.replace('packages/', '../')).sort())
  })

  it('takes the packages of the workspace in any version that fits', () => {
    const ours = Object.entries(manifest.dependencies ?? {}).filter(([name]) => name.startsWith('@hallpass/'))
    expect(ours.filter(([, range]) => range !== 'workspace:^')).toEqual([])
  })
})

interface TsConfig {
  readonly references?: readonly { readonly path: string }[]
}

function pathsOf(references: TsConfig['references'] = []): string[] {
  return references.map(({ path }) => path)
}
