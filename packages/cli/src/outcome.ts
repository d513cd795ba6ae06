import type { OperatorAction, Outcome, OutcomeReason } from '@hallpass/core'
import { CommandError } from './command-error.js'
import { jsonLine } from './output/plain-text.js'
import { print, say } from './output/write.js'
import type { World } from './world.js'

/** Why nothing was done, as the end of a sentence that begins with the token. */
const REASONS: Readonly<Record<OutcomeReason, string>> = {
  not_found: 'is not known',
  not_pending: 'is not pending; revoke ends an active token',
  already_consumed: 'was used up',
  already_revoked: 'was revoked',
  already_denied: 'was denied',
  expired: 'has expired',
  self_approval: 'was asked for by who would approve it, and its scope does not allow that',
  changed: 'has changed since it was shown: look again',
}

const DONE: Readonly<Record<OperatorAction, string>> = { approve: 'approved', deny: 'denied', revoke: 'revoked' }

/** Tells how an operator's call went. */
export async function tellOutcome(
  world: World,
  action: OperatorAction,
  id: string,
  outcome: Outcome,
  json: boolean | undefined,
): Promise<void> {
  if (json) await print(world, jsonLine({ id, ...outcome }))
  if (!outcome.ok) throw new CommandError('refused', `the token ${JSON.stringify(id)} ${REASONS[outcome.reason]}`)
  if (!json) await say(world, `${DONE[action]} ${id}${outcome.changed ? '' : ' before: nothing has changed'}`)
}
