import { HallpassError, shown } from '../errors.js'
import type { Scope } from '../scope/scope.js'
import type { ServiceContext } from './context.js'
import { checkFilter, records } from './list.js'
import { checkDecision, operate } from './operate.js'
import type { Decision, Outcome, TokenFilter } from './operator-types.js'

/** Closes a token, and all that were minted within it: also where the token itself was closed or expired before. */
export async function revoke(context: ServiceContext, id: string, decision: Decision): Promise<Outcome> {
  return (await revokeFamily(context, id, decision)).outcome
}

/** What became of the token itself, and how many were closed: it and those minted within it. */
interface RevokedFamily {
  readonly outcome: Outcome
  readonly closed: number
}

async function revokeFamily(context: ServiceContext, id: string, decision: Decision): Promise<RevokedFamily> {
  const outcome = await operate(context, 'revoke', id, decision)
  if (!outcome.ok && outcome.reason === 'changed') return { outcome, closed: 0 }
  const children = await revokeChildren(context, id, decision)
  return { outcome, closed: children + (outcome.ok && outcome.changed ? 1 : 0) }
}

async function revokeChildren(context: ServiceContext, parent: string, { by, note }: Decision): Promise<number> {
  let closed = 0
  if (parent === '') return closed
  for await (const child of records(context, { parent }))
    closed += (await revokeFamily(context, child.id, { by, ...(note === undefined ? {} : { note }) })).closed
  return closed
}

/** Who closes where a caller does not say. */
const BY_APPLICATION: Decision = { by: 'application' }

/** Closes all tokens with a grant of this scope for this resource; those for any resource survive. */
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
 * Closes all tokens that fit and those minted within them, pass by pass until none is left: what is minted meanwhile is
 * closed as well. Answers how many were closed.
 */
export async function revokeMatching(
  context: ServiceContext,
  filter: TokenFilter,
  decision: Decision = BY_APPLICATION,
): Promise<number> {
  checkFilter(filter)
  checkDecision(decision)
  if (Object.keys(filter).length === 0)
    throw new HallpassError(
      'ERR_OPTIONS',
      'revokeMatching needs a filter with at least one member; an empty one does not mean everything',
    )
  let closed = 0
  for (;;) {
    const more = await revokePass(context, filter, decision)
    if (more === 0) return closed
    closed += more
  }
}

async function revokePass(context: ServiceContext, filter: TokenFilter, decision: Decision): Promise<number> {
  let closed = 0
  for await (const record of records(context, filter))
    if (record.state !== 'closed') closed += (await revokeFamily(context, record.id, decision)).closed
  return closed
}
