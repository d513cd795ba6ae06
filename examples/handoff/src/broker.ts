import type { Socket } from 'node:net'
import type { RefusalReason } from '@hallpass/core'
import { createAcknowledgements } from './acknowledgements.js'
import { type HandOffOutcome, type HandOffParts, handOff } from './hand-off.js'
import type { Acceptance } from './messages.js'
import { sayAndClose } from './say-and-close.js'
import type { WorkerLink } from './worker-link.js'

/** What became of a connection. `no_worker`: none was ready. `failed`: the store did. */
export type ConnectionOutcome = HandOffOutcome | 'no_worker' | 'failed'

/** What a broker tells of. */
export type BrokerEvent =
  | { readonly kind: 'taken'; readonly outcome: ConnectionOutcome; readonly worker: WorkerLink | undefined }
  /** A token was presented when nobody waited for it; `ok` only if the store had failed to revoke it. */
  | { readonly kind: 'late'; readonly worker: WorkerLink; readonly answer: RefusalReason | 'ok' }

export interface BrokerOptions extends Omit<HandOffParts, 'acknowledgements'> {
  /** The workers that can be offered a connection, the next in turn first. */
  readonly workers: () => readonly WorkerLink[]
  readonly onEvent: (event: BrokerEvent) => void
}

/** Hands accepted connections to workers. */
export interface Broker {
  /** Hands it to a worker; where that fails, the client is told to try again. Never rejects. */
  take(connection: Socket): Promise<void>
  /** A worker presents a token. Never rejects. */
  hear(worker: WorkerLink, acceptance: Acceptance): Promise<void>
}

/** @throws Error where the deadline is not shorter than the life of a token */
export function createBroker({ workers, onEvent, ...shared }: BrokerOptions): Broker {
  const parts: HandOffParts = { ...shared, acknowledgements: createAcknowledgements() }
  const { service, scope, acknowledgements, deadlineMs } = parts
  if (!(deadlineMs > 0 && deadlineMs < scope.maxTtl))
    throw new Error(`deadlineMs must be between 0 and the token's life, ${scope.maxTtl}, got ${deadlineMs}`)

  return {
    take: async (connection) => {
      const { outcome, worker } = await handToFirstFree(parts, workers(), connection)
      if (outcome === 'adopted') connection.destroy()
      else sayAndClose(connection, `try again: ${outcome}`)
      onEvent({ kind: 'taken', outcome, worker })
    },
    hear: async (worker, acceptance) => {
      if (acknowledgements.hear(worker, acceptance)) return
      const request = { scope, context: { worker: worker.id } }
      const late = await service.consumeExpected(acceptance.id, acceptance.token, request).catch(() => undefined)
      if (late) onEvent({ kind: 'late', worker, answer: late.ok ? 'ok' : late.refusal.reason })
    },
  }
}

interface Taken {
  readonly outcome: ConnectionOutcome
  readonly worker: WorkerLink | undefined
}

/** One that has as many hand-offs under way as it may is passed over. */
async function handToFirstFree(
  parts: HandOffParts,
  workers: readonly WorkerLink[],
  connection: Socket,
): Promise<Taken> {
  for (const worker of workers) {
    const outcome = await handOff(parts, worker, connection).catch(() => 'failed' as const)
    if (outcome !== 'full') return { outcome, worker }
  }
  return { outcome: workers.length > 0 ? 'full' : 'no_worker', worker: undefined }
}
