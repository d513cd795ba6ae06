import { HallpassError, shown } from '../errors.js'
import type { TokenRecord } from '../record/record.js'
import { statusOf } from '../record/status.js'
import { revoke as revoked } from '../record/transition.js'
import type { Scope } from '../scope/scope.js'
import { nameOf } from './ask.js'
import { atStore, swap } from './at-store.js'
import { MOST_SWAPS } from './consume.js'
import type { ServiceContext } from './context.js'
import { checkFilter, records } from './list.js'
import type { Decision, RevokeOutcome, TokenFilter } from './operator-types.js'
import { find } from './validate.js'

/** Closes a token, and all that were minted within it: also where the token itself was closed or expired before. */
export async function revoke(context: ServiceContext, id: string, decision: Decision): Promise<RevokeOutcome> {
  checkDecision(decision)
  const outcome = await revokeOne(context, id, decision)
  if (outcome.ok || outcome.reason !== 'not_found') await revokeChildren(context, id, decision)
  return outcome
}

function revokeOne(context: ServiceContext, id: string, decision: Decision): Promise<RevokeOutcome> {
  return context.inTurn(id, async () => {
    for (let swaps = 0; swaps < MOST_SWAPS; swaps++) {
      const record = await find(context, id)
      const now = context.clock()
      const settled = settledOutcome(record, now)
      if (settled || !record) return settled ?? NOT_FOUND
      if (await swap(context, revoked(record, { id: context.nextAttempt(), now }, decision)))
        return announced(context, id, decision)
    }
    throw new HallpassError('ERR_CONTENTION', `others changed the token first ${MOST_SWAPS} times`)
  })
}

const NOT_FOUND = { ok: false, reason: 'not_found' } as const

/** The outcome where there is nothing to change. */
function settledOutcome(record: TokenRecord | undefined, now: number): RevokeOutcome | undefined {
  if (!record) return NOT_FOUND
  const status = statusOf(record, now)
  if (status === 'revoked') return { ok: true, changed: false }
  if (status === 'consumed') return { ok: false, reason: 'already_consumed' }
  if (status === 'denied') return { ok: false, reason: 'already_denied' }
  return status === 'expired' ? { ok: false, reason: 'expired' } : undefined
}

function announced(context: ServiceContext, id: string, { by }: Decision): RevokeOutcome {
  context.announce('revoked', () => ({ id, by }))
  return { ok: true, changed: true }
}

async function revokeChildren(context: ServiceContext, parent: string, decision: Decision): Promise<void> {
  for await (const child of records(context, { parent })) await revoke(context, child.id, decision)
}

/** Who closes where a caller does not say. */
const BY_APPLICATION: Decision = { by: 'application' }

/**
 * Closes all tokens with a grant of this scope for this resource; those for any resource survive.
 * @throws HallpassError `ERR_RESOURCE_ID`, `ERR_OPTIONS`
 */
export async function revokeByResource(
  context: ServiceContext,
  scope: Scope | string,
  resourceId: string,
  decision?: Decision,
): Promise<number> {
  if (typeof resourceId !== 'string' || resourceId === '')
    throw new HallpassError('ERR_RESOURCE_ID', `revokeByResource needs a resource id, got ${shown(resourceId)}`)
  return revokeMatching(context, { scope, resourceId }, decision)
}

/**
 * Closes all tokens that fit, pass by pass until none is left: what is minted meanwhile is closed as well.
 * @throws HallpassError `ERR_OPTIONS` for a filter without members
 */
export async function revokeMatching(
  context: ServiceContext,
  filter: TokenFilter,
  decision: Decision = BY_APPLICATION,
): Promise<number> {
  checkFilter(filter ?? {})
  checkDecision(decision)
  if (Object.keys(filter ?? {}).length === 0)
    throw new HallpassError(
      'ERR_OPTIONS',
      'revokeMatching needs a filter with at least one member; an empty one does not mean everything',
    )
  let closed = 0
  for (let pass = -1; pass !== 0; closed += pass) pass = await revokePass(context, filter, decision)
  return closed
}

async function revokePass(context: ServiceContext, filter: TokenFilter, decision: Decision): Promise<number> {
  let closed = 0
  for await (const record of records(context, filter)) {
    if (record.state === 'closed') continue
    const outcome = await revoke(context, record.id, decision)
    if (outcome.ok && outcome.changed) closed++
  }
  return closed
}

/** @throws HallpassError `ERR_OPTIONS` */
export function checkDecision(decision: Decision): void {
  if (typeof decision?.by !== 'string' || decision.by === '')
    throw new HallpassError('ERR_OPTIONS', `a decision must say by whom: { by: "…" }, got ${shown(decision?.by)}`)
  if (decision.note !== undefined && typeof decision.note !== 'string')
    throw new HallpassError('ERR_OPTIONS', `the note of a decision must be text, got ${shown(decision.note)}`)
}

/** @throws HallpassError `ERR_OPTIONS` */
export async function count(context: ServiceContext, scope: Scope | string): Promise<number> {
  checkFilter({ scope })
  return atStore(context, 'count', (store) => store.count(nameOf(scope), context.clock()))
}
