import { Socket } from 'node:net'
import { createTokenService, memoryStore, type TokenService, type TokenStore } from '@hallpass/core'
import { vi } from 'vitest'
import { type Broker, type BrokerEvent, createBroker } from '../../examples/handoff/src/broker.js'
import type { Offer } from '../../examples/handoff/src/messages.js'
import { defineHandOff, type HandOffLimits } from '../../examples/handoff/src/scopes.js'
import type { WorkerLink } from '../../examples/handoff/src/worker-link.js'
import type { FakeWorker } from './fake-worker.js'

/** How long workers of a bench have to answer. */
export const DEADLINE = 1000

/** A broker between fake connections and fake workers. Time stands until the test moves it. */
export interface HandOffBench {
  readonly broker: Broker
  readonly service: TokenService
  /** What the broker told of, such as `w-1: adopted`. */
  readonly events: readonly string[]
  /** A client connects; resolves with what it is told, `undefined` where the broker only let go of its connection. */
  connect(): Promise<string | undefined>
  /** The worker presents the token of an offer, or what else it is given. */
  accept(worker: WorkerLink, offer: Offer, token?: string): Promise<void>
  live(): Promise<number>
  /** The states of all tokens that were ever minted. */
  states(): Promise<readonly string[]>
}

export interface HandOffBenchOptions {
  readonly limits?: HandOffLimits
  readonly deadlineMs?: number
  readonly store?: TokenStore
}

export function handOffBench(workers: readonly WorkerLink[], options: HandOffBenchOptions = {}): HandOffBench {
  const { limits, deadlineMs = DEADLINE, store = memoryStore() } = options
  const scope = defineHandOff(limits)
  const service = createTokenService({ scopes: [scope], store, now: () => Date.now() })
  const events: string[] = []
  const onEvent = (event: BrokerEvent) =>
    events.push(`${event.worker?.id}: ${event.kind === 'late' ? `late, ${event.answer}` : event.outcome}`)
  const alive = () => workers.filter(({ gone }) => !gone.aborted)
  const broker = createBroker({ service, scope, deadlineMs, workers: alive, onEvent })

  return {
    broker,
    service,
    events,
    connect: async () => {
      const connection = new Socket()
      const said = vi.spyOn(connection, 'end').mockReturnThis()
      await broker.take(connection)
      const line = said.mock.calls[0]?.[0]
      return line === undefined ? undefined : String(line).trim()
    },
    accept: (worker, { id, token }, presented = token) =>
      broker.hear(worker, { kind: 'accepted', id, token: presented }),
    live: () => service.count(scope),
    states: async () => {
      const states: string[] = []
      for await (const { status } of service.list({ scope })) states.push(status)
      return states
    },
  }
}

/** The offer that a worker got first. */
export function offerTo(worker: FakeWorker): Offer {
  const offer = worker.told.find((message) => message.kind === 'offer')
  if (offer?.kind !== 'offer') throw new Error(`${worker.id} got no offer`)
  return offer
}
