import type { Scope } from './scope.js'

/** The scopes that a service knows, by name. Made by {@link createRegistry}. */
export interface ScopeRegistry {
  readonly scopes: readonly Scope[]
  get(name: string): Scope | undefined
}
