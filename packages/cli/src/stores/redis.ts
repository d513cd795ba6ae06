import { isIP } from 'node:net'
import { HallpassError, shown, type TokenStore } from '@hallpass/core'
import type { RedisStoreOptions } from '@hallpass/redis'
import { connectedClient, type RedisServer } from './redis-client.js'

/** Where a Redis is, and how the tokens lie in it. */
export interface RedisPlace {
  readonly server: RedisServer
  readonly cluster: boolean
  readonly layout: Pick<RedisStoreOptions, 'keyPrefix' | 'partitions'>
}

const PARAMETERS = ['cluster', 'keyPrefix', 'partitions']

/**
 * Reads `redis://user:password@host:6379/0?keyPrefix=app`, with `rediss:` for TLS and `cluster=true` for a cluster.
 * @throws HallpassError `ERR_OPTIONS`, whose text has nothing of the URL but names
 */
export function redisPlace(url: string): RedisPlace {
  if (!URL.canParse(url)) throw refusal('a URL such as redis://127.0.0.1:6379')
  const { protocol, hostname, port, username, password, pathname, searchParams } = new URL(url)
  const [stranger] = [...searchParams.keys()].filter((name) => !PARAMETERS.includes(name))
  if (stranger !== undefined) throw refusal(`parameters of ${PARAMETERS.join(', ')}, got ${shown(stranger)}`)
  const cluster = searchParams.get('cluster') ?? 'false'
  if (cluster !== 'true' && cluster !== 'false') throw refusal('cluster=true or cluster=false')
  if (hostname === '') throw refusal('the name of a host')
  const host = hostname.replace(/^\[(.*)\]$/, '$1')
  return {
    server: {
      host,
      port: port === '' ? 6379 : Number(port),
      ...(username === '' ? {} : { username: decoded(username) }),
      ...(password === '' ? {} : { password: decoded(password) }),
      ...(cluster === 'true' ? {} : { db: databaseIn(pathname) }),
      ...(protocol === 'rediss:' ? { tls: cluster === 'true' ? {} : namedIn(host) } : {}),
    },
    cluster: cluster === 'true',
    layout: layoutIn(searchParams),
  }
}

/** Connects a client that belongs to the store. */
export async function openRedis({ server, cluster, layout }: RedisPlace): Promise<TokenStore> {
  const { redisStore } = await import('@hallpass/redis')
  const client = await connectedClient(server, cluster)
  const store = redisStore(client, layout)
  const end = async () => {
    await store.close()
    client.disconnect()
  }
  return { ...store, close: end }
}

/** Who serves many names behind one address is told which is meant; an address is no name (RFC 6066 3). */
function namedIn(host: string): { readonly servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {}
}

function databaseIn(pathname: string): number {
  if (/^\/?$/.test(pathname)) return 0
  const [, digits] = /^\/(\d{1,5})$/.exec(pathname) ?? []
  if (digits === undefined) throw refusal('a path that is the number of a database, such as /0')
  return Number(digits)
}

function layoutIn(parameters: URLSearchParams): RedisPlace['layout'] {
  const keyPrefix = parameters.get('keyPrefix')
  const partitions = parameters.get('partitions')
  return {
    ...(keyPrefix === null ? {} : { keyPrefix }),
    ...(partitions === null ? {} : { partitions: Number(partitions) }),
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw refusal('a user and a password whose escapes can be decoded')
  }
}

function refusal(expected: string): HallpassError {
  return new HallpassError('ERR_OPTIONS', `the URL of a Redis store needs ${expected}`)
}
