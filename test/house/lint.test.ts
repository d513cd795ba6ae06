import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROOT, readText } from './repository.js'
import { run } from './run.js'

/** What the linter must refuse in a package's sources, each in a file of its own beside `other.ts`. */
const BAD: Readonly<Record<string, string>> = {
  'suspicious/noImportCycles': "import { other } from './other.js'\nexport const cycle = () => other()",
  'style/noDefaultExport': 'export default 1',
  'performance/noReExportAll': "export * from './other.js'",
  'correctness/noUndeclaredDependencies': "import koa from 'koa'\nexport const app = koa",
  'suspicious/noExplicitAny': 'export const loose = (value: any) => value',
  'nursery/noFloatingPromises': 'async function work(): Promise<void> {}\nexport const start = () => {\n  work()\n}',
  'style/noExcessiveLinesPerFile': 'export const line = 1\n'.repeat(251),
  'complexity/noExcessiveLinesPerFunction': `export function long() {\n${'  console.log(1)\n'.repeat(41)}}`,
  'style/useThrowOnlyError': "export const fail = () => {\n  throw 'no'\n}",
  'style/useFilenamingConvention': 'export const name = 1',
}

let folder: string
let found: readonly string[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hallpass-lint-'))
  const config = JSON.parse(readText('biome.json')) as object
  put('biome.json', JSON.stringify({ ...config, vcs: { enabled: false } }))
  put('packages/sample/package.json', JSON.stringify({ name: 'sample', type: 'module' }))
  put('packages/sample/src/other.ts', "import { cycle } from './no-import-cycles.js'\nexport const other = () => cycle")
  for (const [rule, code] of Object.entries(BAD)) put(`packages/sample/src/${fileOf(rule)}`, `${code}\n`)
  const words = ['lint', '--reporter=json', '--max-diagnostics=none', 'packages']
  const { output } = await run(join(ROOT, 'node_modules/.bin/biome'), words, folder)
  const { diagnostics } = JSON.parse(output) as Report
  found = diagnostics.map(({ category, location }) => `${category} ${location.path}`)
})

afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true })
})

describe('the linter', () => {
  it.each(Object.keys(BAD))('finds %s', (rule) => {
    expect(found).toContain(`lint/${rule} packages/sample/src/${fileOf(rule)}`)
  })
})

interface Report {
  readonly diagnostics: readonly { readonly category: string; readonly location: { readonly path: string } }[]
}

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

/** The rule's name in kebab-case, but for the rule that is about it. */
function fileOf(rule: string): string {
  const name = rule.replace(/^.*\//, '')
  if (name === 'useFilenamingConvention') return `${name}.ts`
  return `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}.ts`
}
