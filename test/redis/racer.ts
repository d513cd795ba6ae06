import { redisStore } from '@hallpass/redis'
import { Cluster, Redis } from 'ioredis'
import { RACES, type Race } from '../stores/sqlite/race.js'
import { mint } from './mint-race.js'

/** What a process is told to take part in. More ports than one are those of a cluster. */
export interface Start {
  readonly race: 'consume' | 'spend' | 'mint'
  readonly racer: number
  readonly keyPrefix: string
  readonly ports: readonly number[]
}

const OWN_RACES: Readonly<Record<Start['race'], Race>> = { ...RACES, mint }

process.on('message', (start: Start) => {
  finish(start).then((told) => process.send?.(told))
})
process.send?.('ready')

async function finish({ race, racer, keyPrefix, ports }: Start) {
  const addresses = ports.map((port) => ({ host: '127.0.0.1', port }))
  const client = addresses.length > 1 ? new Cluster(addresses) : new Redis(addresses[0] ?? {})
  try {
    const store = redisStore(client, { keyPrefix, commandTimeout: 30_000, onWarning: () => undefined })
    return { won: await OWN_RACES[race](store, racer) }
  } catch (error) {
    return { won: [], error: error instanceof Error ? `${error.message} ${String(error.cause)}` : String(error) }
  } finally {
    client.disconnect()
  }
}
