import type { Acceptance } from './messages.js'
import type { WorkerLink } from './worker-link.js'

/** Why nobody presented the token in time. */
export type Silence = 'not_sent' | 'worker_gone' | 'no_acknowledgement'

/** What became of an offer: a token was presented, right or wrong, or nothing was. */
export type Heard = { readonly presented: string } | { readonly silence: Silence }

/** An offer that is on its way. */
export interface SentOffer {
  readonly id: string
  readonly worker: WorkerLink
  /** Rejects where it could not be sent. */
  readonly sent: Promise<void>
  readonly deadlineMs: number
}

/** Brings what workers say to the hand-off that waits for it. */
export interface Acknowledgements {
  /** Waits until the worker answers, is gone, or the deadline has passed: the first of them counts. */
  wait(offer: SentOffer): Promise<Heard>
  /** Whether a hand-off of this worker is under way under that id; only the first answer to it counts. */
  hear(worker: WorkerLink, acceptance: Acceptance): boolean
  /** The hand-off is over: from now on an answer to it is late. */
  forget(id: string): void
}

export function createAcknowledgements(): Acknowledgements {
  const underWay = new Map<string, { readonly worker: WorkerLink; readonly settle: (heard: Heard) => void }>()
  return {
    wait: (offer) =>
      new Promise((resolve) => {
        const over = new AbortController()
        const settle = (heard: Heard) => {
          over.abort()
          clearTimeout(timer)
          resolve(heard)
        }
        const fail = (silence: Silence) => () => settle({ silence })
        const timer = setTimeout(fail('no_acknowledgement'), offer.deadlineMs)
        offer.worker.gone.addEventListener('abort', fail('worker_gone'), { signal: over.signal })
        offer.sent.catch(fail('not_sent'))
        underWay.set(offer.id, { worker: offer.worker, settle })
      }),
    hear: (worker, { id, token }) => {
      const waiting = underWay.get(id)
      if (waiting?.worker !== worker) return false
      waiting.settle({ presented: token })
      return true
    },
    forget: (id) => void underWay.delete(id),
  }
}
