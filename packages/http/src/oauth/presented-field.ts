import { bodyKind } from '../body-kind.js'
import { readText } from '../read-text.js'
import type { OAuthRequest } from './oauth-request.js'

/**
 * The field `token` of the form that was posted, parsed by the application or not yet. `undefined` where it is no form, or
 * too large, or has the field not exactly once. Any text is a token here: what it is worth, the service says.
 */
export async function presentedField(request: OAuthRequest): Promise<string | undefined> {
  if (bodyKind(request) !== 'form') return undefined
  return isUnread(request.body) ? fieldOfText(await readText(request.incoming)) : fieldOf(request.body)
}

/** Some parsers leave an empty object where they read nothing, since the type is none of theirs. */
function isUnread(body: unknown): boolean {
  return body === undefined || (typeof body === 'object' && body !== null && Object.keys(body).length === 0)
}

function fieldOfText(text: string | undefined): string | undefined {
  const found = text === undefined ? [] : new URLSearchParams(text).getAll(FIELD)
  return found.length === 1 ? said(found[0]) : undefined
}

/** A parser makes a list of a field that is there twice. */
function fieldOf(fields: unknown): string | undefined {
  const isThere = typeof fields === 'object' && fields !== null && Object.hasOwn(fields, FIELD)
  return isThere ? said((fields as Readonly<Record<string, unknown>>)[FIELD]) : undefined
}

/** A field without a value counts as left out (RFC 6749 3.1). */
function said(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

const FIELD = 'token'
