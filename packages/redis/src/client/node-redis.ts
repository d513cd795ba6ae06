import type { Driver } from './driver.js'
import type { NodeRedisClient, NodeRedisCluster } from './redis-client.js'

export function nodeRedisDriver(client: NodeRedisClient): Driver {
  return {
    isCluster: false,
    state: () => (client.isReady ? 'ready' : client.isOpen ? 'starting' : 'down'),
    connect: nothingToConnect,
    send: (_, command) => client.sendCommand(command as unknown as string[]),
    sendToMasters: async (command) => [await client.sendCommand([...command])],
  }
}

/** No command is said to be read-only, so that none goes to a replica, which may not have heard of a revocation yet. */
export function nodeRedisClusterDriver(cluster: NodeRedisCluster): Driver {
  return {
    isCluster: true,
    state: () => (!cluster.isOpen ? 'down' : 'isReady' in cluster && !cluster.isReady ? 'starting' : 'ready'),
    connect: nothingToConnect,
    send: (key, command) => cluster.sendCommand(key, false, command as unknown as string[]),
    sendToMasters: (command) =>
      Promise.all(
        cluster.masters.map(async (node) => (await cluster.nodeClient(node as never)).sendCommand([...command])),
      ),
  }
}

/** These clients are connected by whoever made them. */
const nothingToConnect = async (): Promise<void> => undefined
