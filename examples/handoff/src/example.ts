import { createTokenService, startSweeper, type TokenService } from '@hallpass/core'
import { storeFromUrl } from 'hallpass'
import { type BrokerEvent, createBroker } from './broker.js'
import { listen, portOf } from './listen.js'
import { defineHandOff, type HandOffLimits, type HandOffScope } from './scopes.js'
import { createUnderWay } from './under-way.js'
import { forkWorker, type WorkerLink } from './worker-link.js'
import { startWorkers, type WorkerEvent } from './worker-pool.js'

export interface ExampleOptions {
  /** 0 for a free one. */
  readonly port: number
  /** The URL of the store. Default `memory:`. */
  readonly store?: string
  /** How many worker processes. Default 3. */
  readonly workers?: number
  /** How long a worker has to present its token. Default 1000. */
  readonly deadlineMs?: number
  readonly limits?: HandOffLimits
  /** Default a worker that does as it is told. */
  readonly startWorker?: (id: string) => WorkerLink
  readonly onEvent: (event: ExampleEvent) => void
}

/** What happens to connections and to workers. */
export type ExampleEvent = BrokerEvent | Exclude<WorkerEvent, { readonly kind: 'accepted' }>

/** The broker and its workers, running. */
export interface Example {
  readonly port: number
  readonly service: TokenService
  readonly scope: HandOffScope
  /** Resolves as soon as some worker can be offered a connection. */
  someReady(): Promise<void>
  /** Resolves when no hand-off is under way. */
  idle(): Promise<void>
  /** Ends the workers, and with them what is under way. Resolves with the number of live tokens that are left. */
  stop(): Promise<number>
}

/** @throws Error where the port is taken */
export async function startExample(options: ExampleOptions): Promise<Example> {
  const { port, store = 'memory:', workers = 3, deadlineMs = 1000, startWorker = forkOwnWorker, onEvent } = options
  const scope = defineHandOff(options.limits)
  const service = createTokenService({ scopes: [scope], store: await storeFromUrl(store) })
  const broker = createBroker({ service, scope, deadlineMs, workers: () => pool.ready(), onEvent })
  const underWay = createUnderWay()
  const server = await listen(port, (connection) => underWay.add(broker.take(connection)))
  const sweeper = startSweeper(service)
  const pool = startWorkers({
    size: workers,
    start: startWorker,
    onEvent: (event) => {
      if (event.kind === 'accepted') underWay.add(broker.hear(event.worker, event.acceptance))
      else onEvent(event)
    },
  })

  return {
    port: portOf(server),
    service,
    scope,
    someReady: pool.someReady,
    idle: underWay.idle,
    stop: async () => {
      // Its 'close' event is not waited for: it may never come where sockets were sent to workers that have died.
      server.close()
      await pool.stop()
      await underWay.idle()
      const live = await service.count(scope)
      await sweeper.stop()
      await service.close()
      return live
    },
  }
}

function forkOwnWorker(id: string): WorkerLink {
  return forkWorker(new URL('./worker.ts', import.meta.url), id)
}
