import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { pageAt } from './page.js'

const require = createRequire(import.meta.url)
const path = require.resolve('@hallpass/client/capture-token.js')

it('@hallpass/client/capture-token.js is the file that a server can hand out', () => {
  expect(path).toBe(fileURLToPath(new URL('../browser/capture-token.js', import.meta.url)))
})

it('the file works alone: from a data URL, which can import nothing', async () => {
  const { captureToken } = await import(`data:text/javascript,${encodeURIComponent(await readFile(path, 'utf8'))}`)
  const page = pageAt('https://app.example/connect#t=abc')
  await captureToken({ window: page }).fetch('/api')
  expect(page.sent[0]?.headers.get('x-hallpass-token')).toBe('abc')
})

it('the file has the types that its declaration promises', async () => {
  const tsc = require.resolve('typescript/package.json').replace('package.json', 'bin/tsc')
  const browser = fileURLToPath(new URL('../browser', import.meta.url))
  const checked = await promisify(execFile)(process.execPath, [tsc, '-p', browser]).catch((failure) => failure)
  expect(checked).toMatchObject({ stdout: '', stderr: '' })
})
