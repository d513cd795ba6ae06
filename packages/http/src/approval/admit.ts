import { HallpassError, shown } from '@hallpass/core'
import { inTime } from '../in-time.js'
import type { ApprovalRefusal } from './approval-answers.js'
import type { ApprovalSettings } from './approval-options.js'
import type { ApprovalRequest } from './approval-request.js'
import { carriesToken } from './carries-token.js'

/** Who asks: an operator by name, or nobody who may come in. */
export type Admission =
  | { readonly admitted: true; readonly by: string }
  | { readonly admitted: false; readonly because: ApprovalRefusal }

/**
 * Lets operators in, and nobody else. A request that carries a token in its head is not even shown to the application:
 * whoever bears a token can never decide about one. One that carries it in its body is refused once that is read.
 * @throws whatever `approver` throws; HallpassError `ERR_OPTIONS` where it gives what is no name
 */
export async function admit<R>(
  { service, approver }: Pick<ApprovalSettings<R>, 'service' | 'approver'>,
  request: ApprovalRequest<R>,
): Promise<Admission> {
  if (carriesToken(service, request)) return { admitted: false, because: 'token_presented' }
  const by: unknown = await inTime(approver(request.request), 'approver')
  if (by === undefined || by === null || by === '') return { admitted: false, because: 'operator_required' }
  if (typeof by === 'string') return { admitted: true, by }
  throw new HallpassError('ERR_OPTIONS', `approver must give the operator's name or undefined, got ${shown(by)}`)
}
