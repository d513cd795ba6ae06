import type { ValidatedToken } from '@hallpass/core'
import type { Answer, Gate, RequestView } from '../src/index.js'
import { viewOf } from './requests.js'

/** Asks a gate with a bearer token. */
export function present(gate: Gate<unknown>, token: string, request: Partial<RequestView> = {}): Promise<Answer> {
  const rawHeaders = ['Authorization', `Bearer ${token}`, ...(request.rawHeaders ?? [])]
  return gate(viewOf({ ...request, rawHeaders }))
}

/** The token of an answer that lets the request pass. */
export function passed(answer: Answer): ValidatedToken {
  if (answer.kind === 'pass') return answer.token
  throw new Error(`expected a pass, got ${JSON.stringify(answer)}`)
}

/** What a refusal tells: its status and the code in its body. */
export function told(answer: Answer): string {
  if (answer.kind !== 'refuse') throw new Error(`expected a refusal, got ${JSON.stringify(answer)}`)
  return `${answer.status} ${(JSON.parse(answer.body) as { readonly code: string }).code}`
}
