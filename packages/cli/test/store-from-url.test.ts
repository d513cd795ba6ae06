import { existsSync, mkdirSync } from 'node:fs'
import { relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createTokenService, defineScope, HallpassError } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { storeFromUrl } from '../src/index.js'
import { openStore } from '../src/stores/open-store.js'
import { PEERS } from '../src/stores/peers.js'
import { newDirectory } from './new-directory.js'

const flow = defineScope({ name: 'flow', routes: 'none', maxTtl: '1h', uses: 1 })
const PASSWORD = 'correct-horse'

/** Spends a token on the store of one URL; whether a store that is opened later knows of it. */
async function usedAndKnown(url: string): Promise<boolean> {
  const store = await storeFromUrl(url)
  const service = createTokenService({ scopes: [flow], store })
  const { id, token } = await service.mint(flow)
  expect(await service.consume(token, { scope: flow })).toMatchObject({ ok: true })
  expect(await service.consume(token, { scope: flow })).toMatchObject({ refusal: { reason: 'consumed' } })
  await service.close()
  const later = await storeFromUrl(url)
  const found = await later.find(id)
  await later.close()
  return found !== undefined
}

function failureOf(opened: Promise<unknown>): Promise<unknown> {
  return opened.then(
    () => undefined,
    (error: unknown) => error,
  )
}

describe('a store by its URL', () => {
  it.each(['memory:', 'sqlite::memory:'])('is kept in memory, %s', async (url) => {
    expect(await usedAndKnown(url)).toBe(false)
  })

  it.each<[string, (directory: string) => string, string]>([
    ['a path of SQLite', (directory) => `sqlite:${directory}/tokens`, 'tokens'],
    ['a relative path of SQLite', (directory) => `sqlite:${relative('.', directory)}/tokens`, 'tokens'],
    ['a URL of SQLite', (directory) => `sqlite://${pathToFileURL(directory).pathname}/my%20tokens`, 'my tokens'],
    ['a directory', (directory) => `file:${directory}/tokens`, 'tokens'],
    ['a relative directory', (directory) => `file:./${relative('.', directory)}/to%20kens`, 'to%20kens'],
    ['a file URL', (directory) => `${pathToFileURL(directory).href}/my%20tokens`, 'my tokens'],
  ])('is kept at %s', async (_, url, name) => {
    const directory = newDirectory()
    expect(await usedAndKnown(url(directory))).toBe(true)
    expect(existsSync(`${directory}/${name}`)).toBe(true)
  })

  it.each([
    '',
    'tokens.db',
    './tokens',
    `mysql://root:${PASSWORD}@localhost/app`,
    `root:${PASSWORD}@localhost`,
    `${PASSWORD}:6379`,
    'toString:',
    'SQLITE:tokens',
  ])('is refused where the scheme is none that is known: %j', async (url) => {
    const error = await failureOf(storeFromUrl(url))
    expect(error).toMatchObject({ code: 'ERR_OPTIONS' })
    expect(String(error)).toContain('the URL of a store begins with one of memory:, sqlite:, file:')
    expect(String(error)).not.toContain(PASSWORD)
  })

  it('is refused where it is no text', async () => {
    const error = await failureOf(storeFromUrl(undefined as unknown as string))
    expect(error).toMatchObject({ code: 'ERR_OPTIONS', message: expect.stringContaining('got undefined') })
  })

  it.each([
    ['memory:shared', 'memory: stands alone'],
    ['sqlite:', 'sqlite: must be followed by a path that is not empty'],
    ['sqlite: tokens.db', 'sqlite: must be followed by a path that is not empty and has no spaces around it'],
    ['sqlite:tokens.db?mode=ro', 'sqlite: must be followed by a path without ? and #'],
    ['sqlite://tokens.db', 'sqlite: must be followed by a path, sqlite:./tokens or sqlite:///srv/tokens'],
    ['file:', 'file: must be followed by a path that is not empty'],
    ['file://server/share', 'file: must be followed by a path, file:./tokens or file:///srv/tokens'],
    ['file:///to%2Fkens', 'file: must be followed by a path whose escapes can be decoded'],
  ])('is refused where nothing can be meant by it: %s', async (url, text) => {
    expect(await failureOf(storeFromUrl(url))).toMatchObject({
      code: 'ERR_OPTIONS',
      message: expect.stringContaining(text),
    })
  })

  it('is a failure of the store where it cannot be opened', async () => {
    const directory = newDirectory()
    mkdirSync(`${directory}/tokens.db`)
    const error = await failureOf(storeFromUrl(`sqlite:${directory}/tokens.db`))
    expect(error).toBeInstanceOf(HallpassError)
    expect(error).toMatchObject({ code: 'ERR_STORE' })
  })
})

describe('a package that a store needs', () => {
  it.each([
    ['sqlite:tokens.db', ['better-sqlite3', 'drizzle-orm'], 'npm install better-sqlite3@12 drizzle-orm@0.45'],
    ['sqlite:tokens.db', ['better-sqlite3'], 'npm install better-sqlite3@12'],
  ])('for %s, missing %j, is named with what npm is to be told', async (url, missing, command) => {
    const resolve = (name: string) => {
      if (missing.includes(name)) throw new Error(`Cannot find package '${name}'`)
      return name
    }
    const error = await failureOf(openStore(url, resolve))
    expect(error).toMatchObject({
      code: 'ERR_OPTIONS',
      message: expect.stringMatching(new RegExp(` needs ${missing.join(' and ')}, not found here: ${command}$`)),
    })
  })

  it('is an optional peer of hallpass, of the version that is named', () => {
    const { peerDependencies, peerDependenciesMeta } = manifest
    expect(Object.keys(peerDependencies).sort()).toEqual(Object.keys(PEERS).sort())
    for (const [peer, wanted] of Object.entries(PEERS)) {
      expect(peerDependenciesMeta).toHaveProperty([peer, 'optional'], true)
      const version = wanted.slice(wanted.lastIndexOf('@') + 1)
      expect(peerDependencies[peer as keyof typeof PEERS]).toMatch(
        new RegExp(`(\\^|>=)${version.replace('.', '\\.')}\\.`),
      )
    }
  })
})
