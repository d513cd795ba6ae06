import { HallpassError, shown } from '../errors.js'
import type { Asked } from '../request/match.js'
import { readTarget } from '../request/target.js'
import type { Scope } from '../scope/scope.js'
import type { TokenRequest } from './request-types.js'

/**
 * Reads a request once, for the matcher.
 * @throws HallpassError `ERR_OPTIONS`, `ERR_SCOPE_UNKNOWN`
 */
export function askedBy(request: TokenRequest): Asked {
  if (typeof request !== 'object' || request === null)
    throw wrong(`a request must be { method, target } or { scope, resourceId }, got ${shown(request)}`)
  if (!('method' in request)) return { kind: 'direct', scope: nameOf(request.scope), resourceId: request.resourceId }
  const { method, target, params, scopes } = request
  return { kind: 'http', method, target: readTarget(target), params, scopes: scopes && namesOf(scopes) }
}

function namesOf(scopes: readonly (Scope | string)[]): readonly string[] {
  if (!Array.isArray(scopes)) throw wrong(`scopes must be a list, got ${shown(scopes)}`)
  return scopes.map(nameOf)
}

/** @throws HallpassError `ERR_SCOPE_UNKNOWN` for what is neither a scope nor a name */
export function nameOf(scope: Scope | string): string {
  if (typeof scope === 'string') return scope
  if (typeof scope?.name === 'string') return scope.name
  throw new HallpassError(
    'ERR_SCOPE_UNKNOWN',
    `a scope must be what defineScope returned, or its name, got ${shown(scope)}`,
  )
}

/** A digest as text: bytes as base64url. */
export function fingerprintText(fingerprint: string | Uint8Array | undefined): string | undefined {
  return fingerprint instanceof Uint8Array ? Buffer.from(fingerprint).toString('base64url') : fingerprint
}

function wrong(text: string): HallpassError {
  return new HallpassError('ERR_OPTIONS', text)
}
