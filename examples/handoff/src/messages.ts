/** The broker offers a connection, which travels beside it. The worker holds it, and does not touch it yet. */
export interface Offer {
  readonly kind: 'offer'
  /** The token's public id: the name of this hand-off. */
  readonly id: string
  /** To be presented back, once. */
  readonly token: string
}

/** The worker takes what it was offered: it presents the token. */
export interface Acceptance {
  readonly kind: 'accepted'
  readonly id: string
  readonly token: string
}

/** How a hand-off ended: the connection is the worker's own, or it must let go of it. */
export interface Verdict {
  readonly kind: 'adopted' | 'abandoned'
  readonly id: string
}

/** What a broker says to a worker. */
export type BrokerMessage = Offer | Verdict

/** What a worker says to the broker. */
export type WorkerMessage = { readonly kind: 'ready' } | Acceptance

/** Reads what came from a worker; `undefined` for what is no message of this protocol. */
export function readWorkerMessage(came: unknown): WorkerMessage | undefined {
  if (typeof came !== 'object' || came === null) return undefined
  const { kind, id, token } = came as Readonly<Record<string, unknown>>
  if (kind === 'ready') return { kind }
  if (kind !== 'accepted' || typeof id !== 'string' || typeof token !== 'string') return undefined
  return { kind, id, token }
}
