import { STATUS_CODES } from 'node:http'
import { acceptsHtml } from '../accepts-html.js'
import type { RefuseAnswer, ResponseHeaders } from '../answer.js'
import { type Html, html } from '../html/html.js'
import type { RequestView } from '../request-view.js'
import { PRIVATE_HEADERS } from './approval-answer.js'
import { APPROVAL_ANSWERS, type ApprovalAnswerRow, type ApprovalRefusal } from './approval-answers.js'
import { approvalPage } from './page/approval-page.js'

/** Where a person can go on from a refusal: addresses relative to the request. */
export interface WayOn {
  readonly href: string
  readonly text: string
}

/** A refusal: a page for who takes HTML, a problem document (RFC 9457) for all others. */
export function refuseApproval(request: RequestView, because: ApprovalRefusal, wayOn?: WayOn): RefuseAnswer {
  const row: ApprovalAnswerRow = APPROVAL_ANSWERS[because]
  const { status, retryAfter } = row
  const retry = retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }
  if (!acceptsHtml(request))
    return { kind: 'refuse', status, headers: { ...PROBLEM_HEADERS, ...retry }, body: JSON.stringify(problemOf(row)) }
  const { headers, body } = approvalPage({ title: row.title, content: explanation(row, wayOn) })
  return { kind: 'refuse', status, headers: { ...headers, ...retry }, body }
}

const PROBLEM_HEADERS: ResponseHeaders = { ...PRIVATE_HEADERS, 'content-type': 'application/problem+json' }

function problemOf({ status, code, detail }: ApprovalAnswerRow) {
  return { type: 'about:blank', title: STATUS_CODES[status], status, code, detail }
}

function explanation({ status, code, detail }: ApprovalAnswerRow, wayOn: WayOn | undefined): Html {
  return html`<p>${detail}</p>
${wayOn && html`<p><a href="${wayOn.href}">${wayOn.text}</a></p>\n`}<p><small>${status} ${code}</small></p>`
}
