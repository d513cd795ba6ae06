import { setTimeout as delay } from 'node:timers/promises'
import { freePorts } from './free-port.js'
import { type RedisServer, type RedisSettings, startRedis } from './redis.js'

/** Three masters that share the slots, each without a replica. */
export interface RedisCluster {
  readonly nodes: readonly RedisServer[]
  /** Where clients begin. */
  readonly addresses: readonly { readonly host: string; readonly port: number }[]
  /** Resolves once every node says that all slots are served. */
  readonly settled: () => Promise<void>
  /** Ends all nodes; twice is fine. */
  readonly stop: () => Promise<void>
}

const SLOTS = [
  [0, 5460],
  [5461, 10922],
  [10923, 16383],
] as const

/** Starts a cluster of three nodes; resolves once all slots are served. Whoever starts it stops it. */
export async function startRedisCluster(path: string, settings: RedisSettings = {}): Promise<RedisCluster> {
  const buses = await freePorts(SLOTS.length)
  const nodes = await Promise.all(buses.map((bus) => startRedis(path, { ...settings, ...clusterSettings(bus) })))
  const cluster: RedisCluster = {
    nodes,
    addresses: nodes.map(({ port }) => ({ host: '127.0.0.1', port })),
    settled: () => settled(nodes),
    stop: async () => void (await Promise.all(nodes.map((node) => node.stop()))),
  }
  try {
    await join(nodes, buses)
    await cluster.settled()
    return cluster
  } catch (error) {
    await cluster.stop()
    throw error
  }
}

function clusterSettings(bus: number): RedisSettings {
  return {
    'cluster-enabled': 'yes',
    'cluster-port': `${bus}`,
    'cluster-config-file': 'nodes.conf',
    'cluster-node-timeout': '30000',
  }
}

async function join(nodes: readonly RedisServer[], buses: readonly number[]): Promise<void> {
  await Promise.all(
    nodes.map(async (node, index) => {
      const [first, last] = SLOTS[index] as (typeof SLOTS)[number]
      await node.command('CLUSTER', 'ADDSLOTSRANGE', first, last)
      await node.command('CLUSTER', 'SET-CONFIG-EPOCH', index + 1)
    }),
  )
  const [first, ...others] = nodes
  for (const [index, { port }] of others.entries())
    await first?.command('CLUSTER', 'MEET', '127.0.0.1', port, buses[index + 1] as number)
}

/** How long nodes may take to agree, on a busy machine. */
const PATIENCE = 90_000

async function settled(nodes: readonly RedisServer[]): Promise<void> {
  for (const end = Date.now() + PATIENCE; ; await delay(20)) {
    if ((await Promise.all(nodes.map(isSettled))).every(Boolean)) return
    if (Date.now() > end) throw new Error('the nodes of the Redis cluster did not agree in time')
  }
}

async function isSettled(node: RedisServer): Promise<boolean> {
  const info = String(await node.command('CLUSTER', 'INFO'))
  return info.includes('cluster_state:ok') && info.includes('cluster_known_nodes:3')
}
