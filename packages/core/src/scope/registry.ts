import { HallpassError, shown } from '../errors.js'
import { isScope } from './define-scope.js'
import type { Scope } from './scope.js'

/** The scopes that a service knows, by name. Made by {@link createRegistry}. */
export interface ScopeRegistry {
  readonly scopes: readonly Scope[]
  get(name: string): Scope | undefined
}

/**
 * Gathers the scopes of an application. A token whose scope is not here any more opens nothing.
 * @throws HallpassError `ERR_SCOPE_DUPLICATE`, `ERR_OPTIONS`
 */
export function createRegistry(scopes: readonly Scope[]): ScopeRegistry {
  if (!Array.isArray(scopes)) throw new HallpassError('ERR_OPTIONS', `scopes must be a list, got ${shown(scopes)}`)
  const byName = new Map<string, Scope>()
  for (const scope of scopes) {
    if (!isScope(scope))
      throw new HallpassError('ERR_OPTIONS', `scopes takes what defineScope returned, got ${shown(scope)}`)
    if (byName.has(scope.name)) throw duplicate(scope)
    byName.set(scope.name, scope)
  }
  for (const included of scopes.flatMap((scope) => scope.includes)) {
    const registered = byName.get(included.name)
    if (registered && registered !== included) throw duplicate(included)
  }
  return Object.freeze({ scopes: Object.freeze([...byName.values()]), get: (name: string) => byName.get(name) })
}

function duplicate(scope: Scope): HallpassError {
  return new HallpassError('ERR_SCOPE_DUPLICATE', `the name ${shown(scope.name)} is taken by another scope`)
}
