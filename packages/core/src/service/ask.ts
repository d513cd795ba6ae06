import type { Asked } from '../request/match.js'
import { readTarget } from '../request/target.js'
import type { Scope } from '../scope/scope.js'
import type { TokenRequest } from './request-types.js'

/** Reads a request once, for the matcher. */
export function askedBy(request: TokenRequest): Asked {
  if (!('method' in request)) return { kind: 'direct', scope: nameOf(request.scope), resourceId: request.resourceId }
  const { method, target, params, scopes } = request
  return { kind: 'http', method, target: readTarget(target), params, scopes: scopes?.map(nameOf) }
}

export function nameOf(scope: Scope | string): string {
  return typeof scope === 'string' ? scope : scope.name
}

/** A digest as text: bytes as base64url. */
export function fingerprintText(fingerprint: string | Uint8Array | undefined): string | undefined {
  return fingerprint instanceof Uint8Array ? Buffer.from(fingerprint).toString('base64url') : fingerprint
}
