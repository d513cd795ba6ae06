import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { createTokenService, memoryStore, startSweeper, type TokenService } from '@hallpass/core'
import { type BrokerEvent, createBroker } from './broker.js'
import { defineHandOff, type HandOffLimits, type HandOffScope } from './scopes.js'
import { forkWorker, type WorkerLink } from './worker-link.js'
import { startWorkers, type WorkerEvent } from './worker-pool.js'

export interface ExampleOptions {
  /** 0 for a free one. */
  readonly port: number
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
  stop(): Promise<void>
}

export async function startExample({
  port,
  workers = 3,
  deadlineMs = 1000,
  limits,
  startWorker = (id) => forkWorker(WORKER, id),
  onEvent,
}: ExampleOptions): Promise<Example> {
  const scope = defineHandOff(limits)
  const service = createTokenService({ scopes: [scope], store: memoryStore() })
  const sweeper = startSweeper(service)
  const broker = createBroker({ service, scope, deadlineMs, workers: () => pool.ready(), onEvent })
  const underWay = new Set<Promise<void>>()
  const server = createServer({ pauseOnConnect: true, allowHalfOpen: true }, (connection) => {
    connection.on('error', () => connection.destroy())
    track(underWay, broker.take(connection))
  })
  const address = await listen(server, port)
  const pool = startWorkers({
    size: workers,
    start: startWorker,
    onEvent: (event) => {
      if (event.kind === 'accepted') track(underWay, broker.hear(event.worker, event.acceptance))
      else onEvent(event)
    },
  })

  return {
    port: address.port,
    service,
    scope,
    someReady: pool.someReady,
    idle: () => idle(underWay),
    stop: async () => {
      // Its 'close' event is not waited for: it may never come where sockets were sent to workers that have died.
      server.close()
      await pool.stop()
      await idle(underWay)
      await sweeper.stop()
      await service.close()
    },
  }
}

const WORKER = new URL('./worker.ts', import.meta.url)

/** @throws Error where the port is taken; the text tells which variable chooses another */
async function listen(server: Server, port: number): Promise<AddressInfo> {
  server.listen(port, 'localhost')
  await once(server, 'listening').catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'EADDRINUSE' ? new Error(`port ${port} is in use; choose another with PORT`) : error
  })
  return server.address() as AddressInfo
}

function track(underWay: Set<Promise<void>>, work: Promise<void>): void {
  underWay.add(work)
  void work.finally(() => underWay.delete(work))
}

async function idle(underWay: ReadonlySet<Promise<void>>): Promise<void> {
  while (underWay.size > 0) await Promise.all(underWay)
}
