import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { configText } from '../src/config/config-text.js'
import { FOR_CONFIGS } from '../src/config/load-config.js'
import * as hallpass from '../src/index.js'
import { stage } from './stage.js'

const SCOPE = `defineScope({ name: 'a', routes: ['GET /a'], maxTtl: '1h' })`
const LINES = `import { defineScope } from '@hallpass/core'\nconst a = ${SCOPE}\n`

describe('the configuration', () => {
  it.each([
    ['hallpass.config.js', `${LINES}export default { scopes: [a], store: 'memory:' }`],
    ['hallpass.config.mjs', `${LINES}export default { scopes: [a], store: 'memory:' }`],
    [
      'hallpass.config.ts',
      `${LINES}import { defineConfig, type HallpassConfig } from 'hallpass'
       const config: HallpassConfig = defineConfig({ scopes: [a] as const, store: 'memory:' })
       export default config`,
    ],
    [
      'hallpass.config.js',
      `const { defineScope } = require('@hallpass/core')\nmodule.exports = { scopes: [${SCOPE}] }`,
    ],
    ['hallpass.config.js', `${LINES}await Promise.resolve()\nexport default { scopes: [a] }`],
  ])('is read from %s', async (name, text) => {
    const { code, out } = await stage(text, name).run(['scopes', '--json'])
    expect([code, JSON.parse(out)]).toEqual([0, expect.objectContaining({ name: 'a' })])
  })

  it('imports from hallpass what hallpass exports', () => {
    expect(hallpass).toMatchObject(FOR_CONFIGS)
  })

  it('takes scopes from modules of the application, in TypeScript too', async () => {
    const { cwd, run } = stage(`import { a } from './src/scopes.js'\nexport default { scopes: [a] }`)
    mkdirSync(join(cwd, 'src'))
    writeFileSync(join(cwd, 'src/scopes.ts'), `${LINES.replace('const a', 'export const a: unknown')}`)
    expect((await run(['scopes', '--json'])).out).toContain('"name":"a"')
  })

  it.each([
    ['no scopes', 'export default {}', 'expected a default export such as defineConfig({ scopes: […]'],
    ['nothing', '', 'expected a default export'],
    [
      'a member that is misspelt',
      `${LINES}export default { scopes: [a], stroe: 'memory:' }`,
      '"stroe" is not a member',
    ],
    ['two scopes of one name', `${LINES}export default { scopes: [a, ${SCOPE}] }`, 'the name "a" is taken by another'],
    ['what is no scope', 'export default { scopes: [{ name: "a" }] }', 'scopes takes what defineScope returned'],
    ['a scope that is wrong', LINES.replace('1h', 'soon'), 'maxTtl must be a positive duration'],
    ['an error', 'throw new Error("no\\nway")', 'no; way'],
    ['a syntax error', 'export default {', 'hallpass.config.js'],
    ['a module that is missing', 'import "./gone.js"', 'gone.js'],
  ])('fails with code 3 and one line where it has %s', async (_, text, reason) => {
    const { code, out, err } = await stage(text || ' ').run(['scopes'])
    expect([code, out]).toEqual([3, ''])
    expect(err).toContain(reason)
    expect(err.trimEnd().split('\n')).toHaveLength(1)
  })

  it('fails where options of the service are wrong, and where its store cannot be opened', async () => {
    const wrong = `${LINES}export default { scopes: [a], prefix: 'A_B', store: 'memory:' }`
    expect(await stage(wrong).run(['list'])).toMatchObject({ code: 3, err: expect.stringContaining('prefix must fit') })
    const broken = `${LINES}export default { scopes: [a], store: 'sqlite:no/such/folder/a.db' }`
    expect(await stage(broken).run(['list'])).toMatchObject({ code: 3, out: '' })
  })

  it('is not chosen where there are two', async () => {
    const { cwd, run } = stage()
    writeFileSync(join(cwd, 'hallpass.config.ts'), '')
    const { code, err } = await run(['scopes'])
    expect(code).toBe(2)
    expect(err).toContain('expected one configuration here, got hallpass.config.js and hallpass.config.ts: name one by')
    expect((await run(['scopes', '--config', 'hallpass.config.js'])).code).toBe(0)
  })

  it('names its store from its own folder, wherever the command runs', async () => {
    const { cwd, run } = stage('')
    mkdirSync(join(cwd, 'etc'))
    const config = `${LINES}export default { scopes: [a], store: 'file:tokens' }`
    writeFileSync(join(cwd, 'etc/hallpass.config.mjs'), config)
    expect((await run(['mint', 'a', '--config', 'etc/hallpass.config.mjs'])).code).toBe(0)
    expect(readdirSync(cwd)).toEqual(['etc'])
    expect(readdirSync(join(cwd, 'etc')).sort()).toEqual(['hallpass.config.mjs', 'tokens'])
  })
})

describe('the store', () => {
  it.each([
    ['--store', ['--store', 'file:b'], { HALLPASS_STORE: 'file:c' }, 'b'],
    ['HALLPASS_STORE', [], { HALLPASS_STORE: 'file:c' }, 'c'],
    ['the configuration', [], { HALLPASS_STORE: '' }, 'tokens'],
  ])('is that of %s', async (_, words, env, folder) => {
    const { cwd, run } = stage()
    await run(['mint', 'report', '--resource', 'r', ...words], { env })
    expect(readdirSync(cwd).sort()).toEqual([folder, 'hallpass.config.js'].sort())
  })

  it('can be a function of the configuration', async () => {
    const config = `import { storeFromUrl } from 'hallpass'\n${LINES}
      export default { scopes: [a], store: () => storeFromUrl('memory:') }`
    expect(await stage(config).run(['list'])).toEqual({ code: 0, out: '', err: 'no tokens\n' })
  })

  it('needs no configuration to be looked into', async () => {
    const { run } = stage('')
    expect(await run(['list', '--store', 'file:none'])).toEqual({ code: 0, out: '', err: 'no tokens\n' })
  })
})

describe('init', () => {
  it.each([
    [[], 'hallpass.config.js', ['hallpass.config.js', 'tokens.db']],
    [['--ts', '--store', 'file:./t'], 'hallpass.config.ts', ['hallpass.config.ts']],
  ])('%j writes a configuration that works', async (words, name, files) => {
    const { cwd, run } = stage('')
    const { code, err } = await run(['init', ...words])
    expect([code, err]).toEqual([0, expect.stringContaining(`wrote ${name}; its store is `)])
    expect(readdirSync(cwd).sort()).toEqual(files)
    expect((await run(['scopes'])).out).toContain('GET /reports/:reportId')
    expect((await run(['mint', 'report', '--resource', 'r'])).code).toBe(0)
  })

  it.each([
    ['sqlite:tokens.db', true],
    ['file:./to@kens', true],
    ['postgres://app:s3cret@db/app', false],
    ['postgres://db/app?user=a&password=s3cret', false],
    ['postgresql://db/app', false],
    ['redis://db', false],
    ['rediss://app:s3cret@db/0', false],
  ])('keeps the URL of a store without a server, and no other: %s', (url, kept) => {
    expect(configText(url).includes(JSON.stringify(url))).toBe(kept)
  })

  it('overwrites nothing', async () => {
    const { cwd, run } = stage('mine')
    expect(await run(['init', '--ts'])).toMatchObject({ code: 2 })
    expect(readFileSync(join(cwd, 'hallpass.config.js'), 'utf8')).toBe('mine')
    expect(readdirSync(cwd)).toEqual(['hallpass.config.js'])
  })

  it('does not write through a link that leads to nothing', async () => {
    const { cwd, run } = stage('')
    symlinkSync('elsewhere.js', join(cwd, 'hallpass.config.js'))
    expect(await run(['init', '--store', 'file:t'])).toMatchObject({ code: 2 })
    expect(readdirSync(cwd)).toEqual(['hallpass.config.js'])
  })

  it('writes nothing where the store cannot be made', async () => {
    const { cwd, run } = stage('')
    expect(await run(['init', '--store', 'sqlite:no/folder/a.db'])).toMatchObject({ code: 3, out: '' })
    expect(readdirSync(cwd)).toEqual([])
  })
})
