import { HallpassError, shown } from '../errors.js'
import type { Scope } from '../scope/scope.js'
import type { ServiceContext } from './context.js'
import { checkFilter, records } from './list.js'
import { checkDecision, operate } from './operate.js'
import type { Decision, Outcome, TokenFilter } from './operator-types.js'

/** Closes a token, and all that were minted within it: also where the token itself was closed or expired before. */
export async function revoke(context: ServiceContext, id: string, decision: Decision): Promise<Outcome> {
  const outcome = await operate(context, 'revoke', id, decision)
  if (outcome.ok || outcome.reason !== 'changed') await revokeChildren(context, id, decision)
  return outcome
}

async function revokeChildren(context: ServiceContext, parent: string, { by, note }: Decision): Promise<void> {
  if (parent === '') return
  for await (const child of records(context, { parent }))
    await revoke(context, child.id, { by, ...(note === undefined ? {} : { note }) })
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
  if (Object.values(filter ?? {}).every((value) => value === undefined))
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
