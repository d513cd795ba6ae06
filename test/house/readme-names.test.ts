import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { publicNames } from './public-names.js'
import { ROOT, readText } from './repository.js'
import { entryPoints, publishedPackages, type WorkspacePackage } from './workspace.js'

const described = publishedPackages.filter(({ folder }) => existsSync(join(ROOT, folder, 'README.md')))

describe.each(described)('the README of $manifest.name', (one) => {
  const readme = readText(`${one.folder}/README.md`)

  it('names everything that users can import, but types', async () => {
    const missing = (await valuesOf(one)).filter((name) => !new RegExp(`\\b${name}\\b`).test(readme))
    expect(missing).toEqual([])
  })

  it('has names in its table that users can import, each of them once', async () => {
    const types = entryPoints(one).flatMap(({ source }) => publicNames(source).map(({ name }) => name))
    const known = new Set([...(await valuesOf(one)), ...types])
    const listed = namesInTables(readme)
    expect(listed.filter((name) => !known.has(name))).toEqual([])
    expect(listed).toEqual([...new Set(listed)])
  })
})

async function valuesOf(one: WorkspacePackage): Promise<readonly string[]> {
  const modules = entryPoints(one).map(({ specifier }) => import(specifier) as Promise<object>)
  return (await Promise.all(modules)).flatMap(Object.keys)
}

/** What stands in the first column of tables of names. */
function namesInTables(readme: string): readonly string[] {
  const tables = readme.split('\n| name | what it is |\n').slice(1)
  const rows = tables.flatMap((table) => (table.split('\n\n', 1)[0] ?? '').split('\n').slice(1))
  return rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([\w$]+)[^`]*`/g)].map(([, name = '']) => name))
}
