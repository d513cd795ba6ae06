import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll } from 'vitest'

/** The program of the child processes, as one file of JavaScript: children start by the hundreds, and must start fast. */
export function bundledChild(): () => string {
  const directory = mkdtempSync(join(tmpdir(), 'hallpass-child-'))
  const outfile = join(directory, 'child.mjs')
  beforeAll(async () => {
    const entryPoint = join(import.meta.dirname, 'main.ts')
    const conditions = ['@hallpass/source']
    await build({ entryPoints: [entryPoint], outfile, bundle: true, platform: 'node', format: 'esm', conditions })
  })
  afterAll(() => rmSync(directory, { recursive: true }))
  return () => outfile
}
