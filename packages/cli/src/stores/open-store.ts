import { HallpassError, memoryStore, shown, type TokenStore } from '@hallpass/core'
import { pathOf } from './path-of.js'
import { needPeers, type Resolve } from './peers.js'
import { checkPostgresUrl, openPostgres } from './postgres.js'
import { openRedis, redisPlace } from './redis.js'

/** What stands behind the scheme, and how packages are found. */
interface Address {
  readonly url: string
  readonly scheme: string
  readonly rest: string
  readonly resolve: Resolve
}

type Opener = (address: Address) => Promise<TokenStore>

const OPENERS: Readonly<Record<string, Opener>> = {
  'memory:': async ({ rest }) => {
    if (rest !== '') throw new HallpassError('ERR_OPTIONS', 'memory: stands alone; nothing may follow it')
    return memoryStore()
  },
  'sqlite:': async ({ rest, resolve }) => {
    const path = pathOf('sqlite:', rest)
    needPeers('sqlite:', ['better-sqlite3', 'drizzle-orm'], resolve)
    const { sqliteStore } = await import('@hallpass/drizzle/sqlite')
    return sqliteStore(path)
  },
  'file:': async ({ rest }) => {
    const path = pathOf('file:', rest)
    const { fileStore } = await import('@hallpass/file')
    return fileStore(path)
  },
  'postgres:': openPostgresUrl,
  'postgresql:': openPostgresUrl,
  'redis:': openRedisUrl,
  'rediss:': openRedisUrl,
}

async function openPostgresUrl({ url, scheme, resolve }: Address): Promise<TokenStore> {
  checkPostgresUrl(url)
  needPeers(scheme, ['pg', 'drizzle-orm'], resolve)
  return openPostgres(url)
}

async function openRedisUrl({ url, scheme, resolve }: Address): Promise<TokenStore> {
  const place = redisPlace(url)
  needPeers(scheme, ['ioredis'], resolve)
  return openRedis(place)
}

/**
 * Opens the store of a URL. The URL may hold a password: no text of it but a known scheme gets into an error.
 * @throws HallpassError `ERR_OPTIONS`, and `ERR_STORE` where the store cannot be opened
 */
export async function openStore(url: string, resolve: Resolve): Promise<TokenStore> {
  if (typeof url !== 'string') throw unknownScheme(`got ${shown(url)}`)
  const scheme = url.slice(0, url.indexOf(':') + 1)
  if (!Object.hasOwn(OPENERS, scheme)) throw unknownScheme(`got ${shownScheme(url)}`)
  const open = OPENERS[scheme] as Opener
  return open({ url, scheme, rest: url.slice(scheme.length), resolve })
}

function unknownScheme(came: string): HallpassError {
  const known = Object.keys(OPENERS).join(', ')
  return new HallpassError('ERR_OPTIONS', `the URL of a store begins with one of ${known}; ${came}`)
}

/** What stands before `://` is a scheme; what stands before a mere colon may be half of a password. */
function shownScheme(url: string): string {
  const [, scheme] = /^([a-z][a-z0-9+.-]{0,31}:)\/\//i.exec(url) ?? []
  return scheme ?? 'a text without a scheme that is known'
}
