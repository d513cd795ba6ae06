import { HallpassError, shown } from '../errors.js'
import { type OperatorAction, type Verdict, verdictOn } from '../record/outcome.js'
import type { TokenRecord } from '../record/record.js'
import { approve, deny, revoke } from '../record/transition.js'
import type { ServiceContext } from './context.js'
import type { Decision, Outcome } from './operator-types.js'
import { revisionOf } from './summary.js'
import { transit } from './transit.js'

const TRANSITIONS = { approve, deny, revoke } as const
const EVENTS = { approve: 'approved', deny: 'denied', revoke: 'revoked' } as const

/** An operator's decision on one token, as one transition. */
export async function operate(
  context: ServiceContext,
  action: OperatorAction,
  id: string,
  decision: Decision,
): Promise<Outcome> {
  checkDecision(decision)
  const verdict = await transit<Verdict>(context, { id, place: 'ahead' }, (record, attempt) => {
    const verdict = record ? objection(context, action, record, decision, attempt.now) : 'not_found'
    return verdict === 'change' && record
      ? { answer: verdict, next: TRANSITIONS[action](record, attempt, decision) }
      : { answer: verdict }
  })
  if (verdict === 'change') context.events.tell(EVENTS[action], { id, by: decision.by })
  return outcomeOf(verdict)
}

/** What stands against the change, or `'change'`. */
function objection(
  context: ServiceContext,
  action: OperatorAction,
  record: TokenRecord,
  { by, seen }: Decision,
  now: number,
): Verdict {
  const verdict = verdictOn(action, record, now)
  if (verdict !== 'change') return verdict
  if (action === 'approve' && record.createdBy === by && !selfApproval(context, record)) return 'self_approval'
  return seen !== undefined && seen !== revisionOf(record) ? 'changed' : 'change'
}

function selfApproval({ registry }: ServiceContext, { grants }: TokenRecord): boolean {
  const scope = grants[0] && registry.get(grants[0].scope)
  return scope?.selfApproval === true
}

function outcomeOf(verdict: Verdict): Outcome {
  if (verdict === 'change') return { ok: true, changed: true }
  return verdict === 'same' ? { ok: true, changed: false } : { ok: false, reason: verdict }
}

/** @throws HallpassError `ERR_OPTIONS` */
export function checkDecision(decision: Decision): void {
  if (typeof decision?.by !== 'string' || decision.by === '')
    throw new HallpassError('ERR_OPTIONS', `a decision must say by whom: { by: "…" }, got ${shown(decision?.by)}`)
  for (const member of ['note', 'seen'] as const)
    if (decision[member] !== undefined && typeof decision[member] !== 'string')
      throw new HallpassError('ERR_OPTIONS', `the ${member} of a decision must be text, got ${shown(decision[member])}`)
}
