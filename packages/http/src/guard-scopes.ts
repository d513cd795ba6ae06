import { HallpassError, type Scope, shown, type TokenService } from '@hallpass/core'

/** What a guard accepts: a scope of the service's registry, its name, or a list of them. */
export type GuardScopes = Scope | string | readonly (Scope | string)[]

/**
 * The scopes that a guard names, as the service knows them: registered, or included by one that is.
 * @throws HallpassError `ERR_SCOPE_UNKNOWN`, `ERR_OPTIONS` for none
 */
export function readScopes({ registry }: TokenService, accepted: GuardScopes): readonly Scope[] {
  const named = Array.isArray(accepted) ? accepted : [accepted]
  if (named.length === 0) throw new HallpassError('ERR_OPTIONS', 'guard takes at least one scope, got an empty list')
  const known = knownScopes(registry.scopes)
  return named.map((scope: Scope | string) => {
    const name = typeof scope === 'string' ? scope : scope?.name
    const found = known.get(name)
    if (found && (typeof scope === 'string' || scope === found)) return found
    throw unknownScope(scope, name, found, [...known.keys()])
  })
}

/** Registered scopes and those that they include, by name. */
export function knownScopes(registered: readonly Scope[]): ReadonlyMap<string, Scope> {
  return new Map(registered.flatMap((scope) => [...scope.includes, scope]).map((scope) => [scope.name, scope]))
}

function unknownScope(
  scope: unknown,
  name: string | undefined,
  found: Scope | undefined,
  known: readonly string[],
): HallpassError {
  const why = found
    ? `another scope has the name ${shown(name)} in the service's registry`
    : `guard takes scopes of the service's registry (${known.join(', ')}), got ${shown(name ?? scope)}`
  return new HallpassError('ERR_SCOPE_UNKNOWN', why)
}
