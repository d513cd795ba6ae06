import type { TokenService } from '@hallpass/core'
import { bodyKind } from '../body-kind.js'
import { readText } from '../read-text.js'
import type { ApprovalRefusal } from './approval-answers.js'
import type { ApprovalRequest } from './approval-request.js'
import { sendsToken } from './carries-token.js'

/** What an operator sends: the revision that was shown, and a note. Everything else in the body is left alone. */
export interface SentDecision {
  readonly revision: string
  readonly note: string | undefined
}

/** The longest note, in characters. */
export const LONGEST_NOTE = 1000

/** Reads the decision in a request, parsed by the application or not yet; or why it is none. One with a token beside it is none. */
export async function readDecision(
  service: TokenService,
  request: ApprovalRequest,
): Promise<SentDecision | ApprovalRefusal> {
  const kind = bodyKind(request)
  if (kind === undefined) return 'decision_type'
  if (wasParsed(request.body)) return decisionIn(service, request.body)
  const text = await readText(request.incoming)
  if (text === undefined) return 'decision_too_large'
  return decisionIn(service, kind === 'form' ? formFields(text) : jsonValue(text))
}

/** Parsers leave an empty object behind for what they have read, and some also for what they have not. */
function wasParsed(body: unknown): boolean {
  return typeof body === 'object' && body !== null ? Object.keys(body).length > 0 : body !== undefined
}

/** A field that is there twice is a list, as parsers make it. */
function formFields(text: string): Readonly<Record<string, unknown>> {
  const form = new URLSearchParams(text)
  const sent = (name: string) => (form.getAll(name).length > 1 ? form.getAll(name) : form.get(name))
  return Object.fromEntries([...new Set(form.keys())].map((name) => [name, sent(name)]))
}

/** `undefined` for what is not JSON. */
function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function decisionIn(service: TokenService, fields: unknown): SentDecision | ApprovalRefusal {
  if (typeof fields !== 'object' || fields === null) return 'decision_invalid'
  if (sendsToken(service, fields)) return 'token_presented'
  const { revision, note = '' } = fields as Readonly<Record<string, unknown>>
  if (typeof revision !== 'string' || revision === '' || typeof note !== 'string') return 'decision_invalid'
  const trimmed = note.trim()
  if (trimmed.length > LONGEST_NOTE) return 'decision_invalid'
  return { revision, note: trimmed === '' ? undefined : trimmed }
}
