import type { Scope } from './scope.js'
import { shortDigest } from './short-digest.js'

/** What a grant keeps of an included scope, so that a direct request for one that was included later is not opened. */
export function scopeDigest(name: string): string {
  return shortDigest(['scope', name])
}

/**
 * What a grant for any resource keeps of a scope: no route and no included scope that is not for any, so that it neither
 * hands them on nor opens them when they are for any later.
 */
export function digestsForAny({ routes, includes }: Scope): readonly string[] {
  return [
    ...routes.filter((route) => route.anyResource).map((route) => route.digest),
    ...includes.filter((scope) => scope.anyResource).map((scope) => scopeDigest(scope.name)),
  ]
}
