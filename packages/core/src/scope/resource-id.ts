import { HallpassError, shown } from '../errors.js'
import type { ScopeDefinition } from './definition.js'

/** Which resource ids `mint` accepts where a scope does not say. */
const DEFAULT_RESOURCE_ID = /^[A-Za-z0-9_~.@:+-]{1,128}$/

/** The longest id, in UTF-16 code units. */
const MAX_ID_LENGTH = 512

/**
 * Whether an id can be told apart safely in a path by every router: not empty, no dot segment, no slash or backslash,
 * no control character, no half of a surrogate pair, not over-long. Holds whatever a scope says.
 */
export function isSafeId(id: unknown): id is string {
  return typeof id === 'string' && id.length <= MAX_ID_LENGTH && id !== '.' && id !== '..' && SAFE_ID.test(id)
}

/** Control characters and both slashes are out; with the `u` flag a lone surrogate is a code point of its own, and out too. */
const SAFE_ID = /^[^/\\\p{Cc}\p{Cs}]+$/u

/**
 * The predicate of a scope, over safe ids only. A user's own predicate that throws or does not say `true` refuses.
 * @throws HallpassError `ERR_SCOPE_LIMITS` where `resourceId` is neither a RegExp nor a function
 */
export function acceptsResourceId(
  accepted: ScopeDefinition['resourceId'] = DEFAULT_RESOURCE_ID,
  scope: string,
): (id: string) => boolean {
  if (accepted instanceof RegExp) {
    const pattern = new RegExp(accepted.source, accepted.flags.replace(/[gy]/g, ''))
    return (id) => isSafeId(id) && pattern.test(id)
  }
  if (typeof accepted === 'function') return (id) => isSafeId(id) && accepted(id) === true
  throw new HallpassError(
    'ERR_SCOPE_LIMITS',
    `scope ${shown(scope)}: resourceId must be a RegExp or a function, got ${shown(accepted)}`,
  )
}
