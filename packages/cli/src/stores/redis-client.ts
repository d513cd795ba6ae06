import { HallpassError } from '@hallpass/core'
import type { Cluster, ClusterOptions, Redis } from 'ioredis'

export interface RedisServer {
  readonly host: string
  readonly port: number
  readonly username?: string
  readonly password?: string
  readonly db?: number
  readonly tls?: { readonly servername?: string }
}

/** A command whose answer was lost is not sent again: the service finds out by itself whether it came in. */
const CLIENT = {
  lazyConnect: true,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  connectTimeout: 2000,
  socketTimeout: 5000,
} as const

/**
 * A client that is connected.
 * @throws HallpassError `ERR_STORE`, with what the client told as the cause
 */
export async function connectedClient(server: RedisServer, isCluster: boolean): Promise<Redis | Cluster> {
  const { Cluster, Redis } = await import('ioredis')
  const single = () => new Redis({ ...server, ...CLIENT })
  const client = isCluster ? new Cluster([{ host: server.host, port: server.port }], clusterOptions(server)) : single()
  const failure = await connectFailure(client)
  if (failure === undefined) return client
  throw refusal(isCluster ? await firstFailure(single(), failure) : failure)
}

function clusterOptions(server: RedisServer) {
  return {
    lazyConnect: true,
    slotsRefreshTimeout: CLIENT.connectTimeout,
    redisOptions: { ...server, ...CLIENT },
    ...(server.tls === undefined ? {} : { dnsLookup: asNamed }),
  }
}

/** A certificate has the name of a node, and not the address that the name stands for. */
const asNamed: NonNullable<ClusterOptions['dnsLookup']> = (name, found) => found(null, name)

/** A client of a cluster tells little of what kept it out: one that talks to the first node alone hears it. */
async function firstFailure(client: Redis, ofCluster: unknown): Promise<unknown> {
  const failure = await connectFailure(client)
  client.disconnect()
  return failure ?? ofCluster
}

/** Connects a client; gives what went wrong, with an end to the client. */
async function connectFailure(client: Redis | Cluster): Promise<unknown> {
  let told: unknown
  client.on('error', (error: Error & { readonly lastNodeError?: Error }) => {
    told = error.lastNodeError ?? error
  })
  try {
    await client.connect()
    return undefined
  } catch (error) {
    client.disconnect()
    return told ?? error
  }
}

/** What is wrong with a certificate has many codes. */
const TEXTS: readonly (readonly [code: RegExp, text: string])[] = [
  [/^ERR_TLS_CERT_ALTNAME/, 'the certificate of Redis is for another host'],
  [/^CERT_HAS_EXPIRED/, 'the certificate of Redis has expired'],
  [/^(CERT|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO|INVALID)_/, 'the certificate of Redis is none that this process trusts'],
]

/** The client's errors have the command that failed beside their text, the one with the password: it is left out. */
function refusal(failure: unknown): HallpassError {
  const { message = 'the client did not say why', code = '' } = failure as Partial<NodeJS.ErrnoException>
  const [, text] = TEXTS.find(([wrong]) => wrong.test(code)) ?? []
  return new HallpassError('ERR_STORE', text ?? 'Redis cannot be reached, or does not let this client in', {
    cause: new Error(message),
  })
}
