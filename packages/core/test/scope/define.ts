import { defineScope, type Scope, type ScopeDefinition } from '@hallpass/core'

/** Defines a scope as plain JavaScript does: the compiler has not looked at the definition. */
export const define = (definition: object): Scope =>
  defineScope(definition as ScopeDefinition & { readonly routes: 'none' })
