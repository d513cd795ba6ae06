import type { Socket } from 'node:net'
import { HallpassError, type MintedToken, type TokenService } from '@hallpass/core'
import type { Acknowledgements, Silence } from './acknowledgements.js'
import type { HandOffScope } from './scopes.js'
import type { WorkerLink } from './worker-link.js'

/** Adopted by the worker; or not even offered, since as many hand-offs are under way as may be; or why it failed. */
export type HandOffOutcome = 'adopted' | 'full' | 'refused' | Silence

/** What every hand-off of a broker shares. */
export interface HandOffParts {
  readonly service: TokenService
  readonly scope: HandOffScope
  readonly acknowledgements: Acknowledgements
  /** How long the worker has to present the token; shorter than the token's life. */
  readonly deadlineMs: number
}

/**
 * Hands one connection to one worker. Whatever happens, no live token is left when it answers: it was consumed, or it is
 * revoked, and a worker that presents it later is refused.
 * @throws HallpassError `ERR_STORE` where the store fails; the token's own life ends it then
 */
export async function handOff(parts: HandOffParts, worker: WorkerLink, connection: Socket): Promise<HandOffOutcome> {
  const minted = await mintFor(worker, parts)
  if (!minted) return 'full'
  let outcome: HandOffOutcome | 'failed' = 'failed'
  try {
    outcome = await negotiate(parts, worker, connection, minted)
    return outcome
  } finally {
    if (outcome !== 'adopted') await abandon(parts, worker, minted.id, outcome)
    parts.acknowledgements.forget(minted.id)
  }
}

/** The token of one hand-off; `undefined` where as many are live as may be, in total or of this worker. */
async function mintFor({ id }: WorkerLink, { service, scope }: HandOffParts): Promise<MintedToken | undefined> {
  try {
    return await service.mint(scope, { subject: id, bindings: { worker: id } })
  } catch (error) {
    if (error instanceof HallpassError && error.code === 'ERR_MAX_LIVE') return undefined
    throw error
  }
}

/** Offer, acknowledgement, verdict. */
async function negotiate(
  { service, scope, acknowledgements, deadlineMs }: HandOffParts,
  worker: WorkerLink,
  connection: Socket,
  { id, token }: MintedToken,
): Promise<HandOffOutcome> {
  const sent = worker.send({ kind: 'offer', id, token }, connection)
  const heard = await acknowledgements.wait({ id, worker, sent, deadlineMs })
  if ('silence' in heard) return heard.silence
  const answer = await service.consumeExpected(id, heard.presented, { scope, context: { worker: worker.id } })
  if (!answer.ok) return 'refused'
  return worker.send({ kind: 'adopted', id }).then(
    () => 'adopted',
    () => 'worker_gone',
  )
}

/** First the token ends, then the worker hears of it, if it still can. */
async function abandon({ service }: HandOffParts, worker: WorkerLink, id: string, why: string): Promise<void> {
  await service.revoke(id, { by: 'broker', note: why })
  worker.send({ kind: 'abandoned', id }).catch(() => worker.kill())
}
