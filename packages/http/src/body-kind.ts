import { onlyHeaderLine } from './raw-headers.js'
import type { RequestView } from './request-view.js'

/** How fields are sent. */
export type BodyKind = 'form' | 'json'

/** The kind of a request's body; `undefined` for any other. */
export function bodyKind({ rawHeaders }: RequestView): BodyKind | undefined {
  const type = onlyHeaderLine(rawHeaders, 'content-type')
  if (typeof type !== 'string') return undefined
  if (FORM.test(type)) return 'form'
  return JSON_TYPE.test(type) ? 'json' : undefined
}

const FORM = /^application\/x-www-form-urlencoded[ \t]*(?:;|$)/i
const JSON_TYPE = /^application\/json[ \t]*(?:;|$)/i
