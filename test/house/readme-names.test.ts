import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { ROOT, readText } from './repository.js'
import { entryPoints, publishedPackages } from './workspace.js'

const described = publishedPackages.filter(({ folder }) => existsSync(join(ROOT, folder, 'README.md')))

describe.each(described)('the README of $manifest.name', (one) => {
  const readme = readText(`${one.folder}/README.md`)

  it('names everything that users can import, but types', async () => {
    const names = await Promise.all(entryPoints(one).map(({ specifier }) => import(specifier) as Promise<object>))
    const missing = names.flatMap(Object.keys).filter((name) => !new RegExp(`\\b${name}\\b`).test(readme))
    expect(missing).toEqual([])
  })
})
