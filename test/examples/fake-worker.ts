import { setMaxListeners } from 'node:events'
import type { BrokerMessage, Offer } from '../../examples/handoff/src/messages.js'
import type { WorkerLink } from '../../examples/handoff/src/worker-link.js'

/** A worker without a process: it does what the test says. */
export interface FakeWorker extends WorkerLink {
  /** What it was told, in order. */
  readonly told: readonly BrokerMessage[]
  /** The kinds of what it was told. */
  heard(): readonly string[]
}

/** `consider` is what it does with an offer; where it throws, the offer could not be sent. */
export function fakeWorker(id: string, consider: (offer: Offer, worker: FakeWorker) => void = () => {}): FakeWorker {
  const gone = new AbortController()
  setMaxListeners(0, gone.signal)
  const told: BrokerMessage[] = []
  const worker: FakeWorker = {
    id,
    pid: undefined,
    gone: gone.signal,
    told,
    heard: () => told.map(({ kind }) => kind),
    send: async (message) => {
      gone.signal.throwIfAborted()
      if (message.kind === 'offer') consider(message, worker)
      told.push(message)
    },
    onMessage: () => {},
    kill: () => gone.abort(),
    stop: async () => gone.abort(),
  }
  return worker
}
