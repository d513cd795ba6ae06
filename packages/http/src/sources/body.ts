import { HallpassError, shown } from '@hallpass/core'
import { bodyKind } from '../body-kind.js'
import { AMBIGUOUS } from '../raw-headers.js'
import type { RequestView } from '../request-view.js'
import { isParameterName } from './parameter-name.js'
import type { TokenSource } from './token-source.js'
import { readTokenText } from './token-text.js'

/**
 * A field of a form that was posted (`application/x-www-form-urlencoded`, RFC 6750 2.2), as the application's own parser
 * left it; that parser stands before. GET and HEAD have no form.
 * @throws HallpassError `ERR_OPTIONS` for what is not a field's name
 */
export function body(name: string): TokenSource {
  if (!isParameterName(name))
    throw new HallpassError('ERR_OPTIONS', `body() takes a field name such as "token", got ${shown(name)}`)
  return Object.freeze({
    name: `body ${name}`,
    header: undefined,
    shared: false,
    ambient: 'never',
    inUrl: false,
    challenge: undefined,
    read(request) {
      const value = isForm(request) ? fieldOf(request.body, name) : undefined
      if (value === undefined) return undefined
      return typeof value === 'string' ? readTokenText(value) : AMBIGUOUS
    },
  } satisfies TokenSource)
}

function isForm(request: RequestView): boolean {
  const { method } = request
  return method !== 'GET' && method !== 'HEAD' && bodyKind(request) === 'form'
}

/** A field that was sent twice is a list by now. */
function fieldOf(fields: unknown, name: string): unknown {
  return typeof fields === 'object' && fields !== null && Object.hasOwn(fields, name)
    ? (fields as Readonly<Record<string, unknown>>)[name]
    : undefined
}
