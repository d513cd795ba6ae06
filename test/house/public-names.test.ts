import { describe, expect, it } from 'vitest'
import { publicNames, wholesaleExports } from './public-names.js'
import { entryPoints, publishedPackages } from './workspace.js'

const entries = publishedPackages.flatMap(entryPoints)

describe('the exports', () => {
  it('of every package have an entry point', () => {
    const without = publishedPackages.filter((one) => entryPoints(one).length === 0 && !one.manifest.bin)
    expect(without.map(({ manifest }) => manifest.name)).toEqual([])
  })

  it.each(entries)('of $specifier are listed one by one', ({ source }) => {
    expect(wholesaleExports(source)).toEqual([])
    expect(publicNames(source)).not.toEqual([])
  })

  it.each(entries)('of $specifier have a doc comment each', ({ source }) => {
    const bare = publicNames(source).filter(({ documented }) => !documented)
    expect(bare.map(({ name, path }) => `${name} in ${path}`)).toEqual([])
  })
})
