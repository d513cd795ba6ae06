import { HallpassError, shown, type TokenStore } from '@hallpass/core'
import type { RedisStoreOptions } from '@hallpass/redis'
import type { Redis } from 'ioredis'

/** Where a Redis is, and how the tokens lie in it. */
export interface RedisPlace {
  readonly server: RedisServer
  readonly cluster: boolean
  readonly layout: Pick<RedisStoreOptions, 'keyPrefix' | 'partitions'>
}

interface RedisServer {
  readonly host: string
  readonly port: number
  readonly username?: string
  readonly password?: string
  readonly db?: number
  readonly tls?: object
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
  return {
    server: {
      host: hostname.replace(/^\[(.*)\]$/, '$1'),
      port: port === '' ? 6379 : Number(port),
      ...(username === '' ? {} : { username: decoded(username) }),
      ...(password === '' ? {} : { password: decoded(password) }),
      ...(cluster === 'true' ? {} : { db: databaseIn(pathname) }),
      ...(protocol === 'rediss:' ? { tls: {} } : {}),
    },
    cluster: cluster === 'true',
    layout: layoutIn(searchParams),
  }
}

/** Connects a client that belongs to the store. */
export async function openRedis({ server, cluster, layout }: RedisPlace): Promise<TokenStore> {
  const { Cluster, Redis } = await import('ioredis')
  const { redisStore } = await import('@hallpass/redis')
  const client = cluster
    ? new Cluster([{ host: server.host, port: server.port }], {
        lazyConnect: true,
        redisOptions: { ...server, ...CLIENT },
      })
    : new Redis({ ...server, ...CLIENT, lazyConnect: true })
  await connected(client as Redis)
  const store = redisStore(client, layout)
  const end = async () => {
    await store.close()
    client.disconnect()
  }
  return { ...store, close: end }
}

/** A command whose answer was lost is not sent again: the service finds out by itself whether it came in. */
const CLIENT = {
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  connectTimeout: 2000,
  socketTimeout: 5000,
} as const

/** @throws HallpassError `ERR_STORE`, with what the client told as the cause */
async function connected(client: Redis): Promise<void> {
  let told: unknown
  client.on('error', (error) => {
    told = error
  })
  try {
    await client.connect()
  } catch (error) {
    client.disconnect()
    const cause = withoutCommand(told ?? error)
    throw new HallpassError('ERR_STORE', 'Redis cannot be reached, or does not let this client in', { cause })
  }
}

/** The client's errors have the command that failed beside their text: here the one with the password. */
function withoutCommand(error: unknown): Error {
  return new Error(error instanceof Error ? error.message : 'the client did not say why')
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
