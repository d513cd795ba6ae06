import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filesUnder, ROOT } from '../repository.js'
import { mustRun, run } from '../run.js'
import { entryPoints, publishedPackages } from '../workspace.js'
import { freshFolder } from './fresh-folder.js'
import { filesIn, type Packed, packAll } from './pack.js'

let packed: readonly Packed[]
let folder: string

const specifiers = publishedPackages.flatMap(entryPoints).map(({ specifier }) => specifier)
const names = publishedPackages.map(({ manifest }) => manifest.name)

beforeAll(async () => {
  packed = await packAll()
  folder = await freshFolder(packed)
})

afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true })
})

describe.each(names)('the tarball of %s', (name) => {
  it('has the sources, and what was built of each, and nothing that is left of an older build', async () => {
    const one = tarballOf(name)
    const sources = filesUnder(`${one.folder}/src`).map((path) => path.replace(`${one.folder}/src/`, ''))
    const built = sources.flatMap((path) =>
      ['.js', '.js.map', '.d.ts', '.d.ts.map'].map((end) => path.replace(/\.[jt]s$/, end)),
    )
    const files = await filesIn(one)
    expect(files.filter((path) => path.startsWith('src/')).sort()).toEqual(sources.map((path) => `src/${path}`).sort())
    expect(files.filter((path) => path.startsWith('dist/')).sort()).toEqual(built.map((path) => `dist/${path}`).sort())
  })

  it('has a README and the licence, and no tests, settings or dependencies', async () => {
    const files = await filesIn(tarballOf(name))
    expect(['package.json', 'README.md', 'LICENSE'].filter((path) => !files.includes(path))).toEqual([])
    expect(files.filter((path) => /(^|\/)(test|node_modules|tsconfig[^/]*|\.[^/]+)(\/|$)/.test(path))).toEqual([])
  })

  it('is as publint wants it', async () => {
    const tarball = new Uint8Array(readFileSync(tarballOf(name).tarball)).buffer
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true })
    expect(messages.map((message) => formatMessage(message, pkg, { color: false }))).toEqual([])
  })

  it('has types that are not wrong', async () => {
    const attw = join(ROOT, 'node_modules/.bin/attw')
    const words = [tarballOf(name).tarball, '--profile', 'esm-only', '--no-definitely-typed', '--format', 'ascii']
    const { exitCode, output, errors } = await run(attw, words, ROOT)
    expect(exitCode, output + errors).toBe(0)
  })
})

describe('a fresh folder with all tarballs', () => {
  it.each(specifiers)('loads %s through import and through require, with the same names', async (specifier) => {
    const imported = await printed('module', `console.log(Object.keys(await import('${specifier}')).sort().join())`)
    const required = await printed('commonjs', `console.log(Object.keys(require('${specifier}')).sort().join())`)
    expect(imported).not.toBe('')
    expect(required.replace(/,?\b__esModule\b/, '')).toBe(imported)
  })

  it('compiles against the types, without looking at the sources', async () => {
    writeFileSync(
      join(folder, 'stranger.ts'),
      specifiers.map((name, at) => `export * as a${at} from '${name}'`).join('\n'),
    )
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(STRANGER))
    const tsc = join(ROOT, 'node_modules/typescript/bin/tsc')
    const { output } = await run(process.execPath, [tsc, '--pretty', 'false', '-p', folder], folder)
    expect(output.split('\n').filter((line) => /^(stranger|tsconfig|node_modules\/@hallpass)/.test(line))).toEqual([])
  })

  it('holds one copy of each package', async () => {
    const listed = await mustRun('npm', ['ls', '--all', '--parseable'], folder)
    const ours = listed.split('\n').filter((path) => names.some((name) => path.endsWith(`node_modules/${name}`)))
    expect(ours.map((path) => path.replace(`${folder}/node_modules/`, '')).sort()).toEqual([...names].sort())
  })

  it('mints a token over SQLite and opens a route with it', async () => {
    writeFileSync(join(folder, 'stranger.mjs'), PROGRAM)
    expect(await mustRun(process.execPath, ['stranger.mjs'], folder)).toBe('true false\n')
  })
})

/** As strict as a stranger may be; libraries are checked, too. */
const STRANGER = {
  compilerOptions: {
    ...{ target: 'ES2023', module: 'NodeNext', strict: true, noEmit: true, skipLibCheck: false },
    ...{ lib: ['ES2023', 'DOM'], types: ['node'] },
  },
  files: ['stranger.ts'],
}

const PROGRAM = `import { createTokenService, defineScope } from '@hallpass/core'
import { sqliteStore } from '@hallpass/drizzle/sqlite'

const flow = defineScope({ name: 'flow', routes: ['GET /flows/:id'], resource: 'id', maxTtl: '1m' })
const service = createTokenService({ scopes: [flow], store: sqliteStore('tokens.db') })
const { token } = await service.mint(flow, { resourceId: 'f-1' })
const opens = async (target) => (await service.validate(token, { method: 'GET', target })).ok
console.log(await opens('/flows/f-1'), await opens('/flows/f-2'))
await service.close()
`

function tarballOf(name: string): Packed {
  const found = packed.find(({ manifest }) => manifest.name === name)
  if (!found) throw new Error(`${name} was not packed`)
  return found
}

async function printed(type: 'module' | 'commonjs', code: string): Promise<string> {
  return (await mustRun(process.execPath, [`--input-type=${type}`, '--eval', code], folder)).trim()
}
