/**
 * A client that the application made: `Redis` or `Cluster` of ioredis, or what `createClient`, `createCluster` of
 * node-redis give. The store uses it and never ends it.
 */
export type RedisClient = IoredisClient | IoredisCluster | NodeRedisClient | NodeRedisCluster

/** What the store needs of `Redis` of ioredis. */
export interface IoredisClient {
  readonly status: string
  readonly isCluster: boolean
  call(command: string, ...values: string[]): Promise<unknown>
  connect(): Promise<unknown>
}

/** What the store needs of `Cluster` of ioredis. */
export interface IoredisCluster extends IoredisClient {
  nodes(role?: 'master'): IoredisClient[]
  readonly options: { readonly scaleReads?: unknown }
}

/** What the store needs of a client of node-redis. */
export interface NodeRedisClient {
  readonly isOpen: boolean
  readonly isReady: boolean
  sendCommand(command: string[]): Promise<unknown>
}

/** What the store needs of a cluster client of node-redis. The nodes are its own business. */
export interface NodeRedisCluster {
  readonly isOpen: boolean
  readonly masters: unknown[]
  sendCommand(firstKey: string | undefined, isReadonly: boolean | undefined, command: string[]): Promise<unknown>
  nodeClient(node: never): Promise<NodeRedisClient>
}
