import { STATUS_CODES } from 'node:http'
import type { AnswerRow, ProblemCode } from '../answers.js'

/** The body of a refusal: problem details of RFC 9457, with a code for programs. */
export interface Problem {
  readonly type: 'about:blank'
  /** The phrase of the status. */
  readonly title: string
  readonly status: number
  readonly code: ProblemCode
  /** One sentence for people. */
  readonly detail: string
}

export function problemOf(row: AnswerRow & { readonly code: ProblemCode }): Problem {
  const { status, code, detail } = row
  return Object.freeze({ type: 'about:blank', title: STATUS_CODES[status] ?? '', status, code, detail })
}
