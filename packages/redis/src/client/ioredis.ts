import { HallpassError, shown } from '@hallpass/core'
import type { ClientState, Driver } from './driver.js'
import type { IoredisClient, IoredisCluster } from './redis-client.js'

export function ioredisDriver(client: IoredisClient): Driver {
  return {
    isCluster: false,
    state: () => stateOf(client),
    connect: () => client.connect(),
    send: (_, command) => client.call(...(command as [string, ...string[]])),
    sendToMasters: async (command) => [await client.call(...(command as [string, ...string[]]))],
  }
}

/**
 * A replica may not have heard yet that a token was revoked.
 * @throws HallpassError `ERR_OPTIONS` for a client that reads from replicas
 */
export function ioredisClusterDriver(cluster: IoredisCluster): Driver {
  const { scaleReads = 'master' } = cluster.options
  if (scaleReads !== 'master')
    throw new HallpassError('ERR_OPTIONS', `redisStore: scaleReads must be "master", got ${shown(scaleReads)}`)
  return {
    ...ioredisDriver(cluster),
    isCluster: true,
    sendToMasters: (command) =>
      Promise.all(cluster.nodes('master').map((node) => node.call(...(command as [string, ...string[]])))),
  }
}

function stateOf({ status }: IoredisClient): ClientState {
  return STATES[status] ?? 'down'
}

const STATES: Readonly<Record<string, ClientState>> = {
  wait: 'idle',
  connecting: 'starting',
  connect: 'starting',
  ready: 'ready',
}
