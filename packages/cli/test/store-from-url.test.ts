import { existsSync, mkdirSync } from 'node:fs'
import { relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inspect } from 'node:util'
import { createTokenService, defineScope, HallpassError } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import manifest from '../package.json' with { type: 'json' }
import { storeFromUrl } from '../src/index.js'
import { openStore } from '../src/stores/open-store.js'
import { PEERS } from '../src/stores/peers.js'
import { redisPlace } from '../src/stores/redis.js'
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
    `nosuch://root:${PASSWORD}@localhost/app`,
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
    [`postgres://ann:${PASSWORD}@host:99999/app`, 'the URL of a Postgres store needs a form such as'],
    [`postgresql://ann:${PASSWORD}%zz@host/app`, 'the URL of a Postgres store needs a form such as'],
    [`postgres://ann:${PASSWORD}@host/app?prepared=0`, 'needs prepared=true or prepared=false, got "0"'],
    [`postgres://ann:${PASSWORD}@host/app?sslmode=`, 'ssl and sslmode of a URL must say what is meant'],
    [`postgres://ann:${PASSWORD}@host/app?ssl=yes`, 'ssl and sslmode of a URL must say what is meant'],
    ['redis://', 'the URL of a Redis store needs'],
    [`redis://user:${PASSWORD}@:6379`, 'the URL of a Redis store needs a URL such as redis://127.0.0.1:6379'],
    [`redis://user:${PASSWORD}@host:99999`, 'the URL of a Redis store needs a URL such as redis://127.0.0.1:6379'],
    [`redis://:${PASSWORD}@host/tokens`, 'the URL of a Redis store needs a path that is the number of a database'],
    [
      `redis://:${PASSWORD}%zz@host`,
      'the URL of a Redis store needs a user and a password whose escapes can be decoded',
    ],
    [`rediss://:${PASSWORD}@host?tls=no`, 'needs parameters of cluster, keyPrefix, partitions, got "tls"'],
    ['redis://host?cluster=yes', 'the URL of a Redis store needs cluster=true or cluster=false'],
  ])('is refused where nothing can be meant by it: %s', async (url, text) => {
    const error = await failureOf(storeFromUrl(url))
    expect(error).toMatchObject({ code: 'ERR_OPTIONS', message: expect.stringContaining(text) })
    expect(inspect(error)).not.toContain(PASSWORD)
  })

  it('is a failure of the store where it cannot be opened', async () => {
    const directory = newDirectory()
    mkdirSync(`${directory}/tokens.db`)
    const error = await failureOf(storeFromUrl(`sqlite:${directory}/tokens.db`))
    expect(error).toBeInstanceOf(HallpassError)
    expect(error).toMatchObject({ code: 'ERR_STORE' })
  })
})

const NAMED = { servername: 'cache.example' }

describe('the address of a Redis', () => {
  it.each([
    ['redis://localhost', { server: { host: 'localhost', port: 6379, db: 0 }, cluster: false, layout: {} }],
    ['redis://[::1]:7000/3', { server: { host: '::1', port: 7000, db: 3 }, cluster: false, layout: {} }],
    [
      'rediss://ann:a%40b@cache.example/0?keyPrefix=app&partitions=8',
      {
        server: { host: 'cache.example', port: 6379, username: 'ann', password: 'a@b', db: 0, tls: NAMED },
        cluster: false,
        layout: { keyPrefix: 'app', partitions: 8 },
      },
    ],
    ['rediss://[::1]', { server: { host: '::1', port: 6379, db: 0, tls: {} }, cluster: false, layout: {} }],
    ['rediss://node-1?cluster=true', { server: { host: 'node-1', port: 6379, tls: {} }, cluster: true, layout: {} }],
    [
      'redis://:secret@node-1:7001?cluster=true',
      { server: { host: 'node-1', port: 7001, password: 'secret' }, cluster: true, layout: {} },
    ],
  ])('is read from %s', (url, place) => {
    expect(redisPlace(url)).toEqual(place)
  })
})

describe('a package that a store needs', () => {
  it.each([
    ['sqlite:tokens.db', ['better-sqlite3', 'drizzle-orm'], 'npm install better-sqlite3@12 drizzle-orm@0.45'],
    ['sqlite:tokens.db', ['better-sqlite3'], 'npm install better-sqlite3@12'],
    [`postgres://ann:${PASSWORD}@127.0.0.1/app`, ['pg', 'drizzle-orm'], 'npm install pg@8 drizzle-orm@0.45'],
    [`postgresql://ann:${PASSWORD}@127.0.0.1/app`, ['pg'], 'npm install pg@8'],
    [`redis://:${PASSWORD}@127.0.0.1`, ['ioredis'], 'npm install ioredis@6'],
    [`rediss://:${PASSWORD}@127.0.0.1`, ['ioredis'], 'npm install ioredis@6'],
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
