import { HallpassError, shown } from '../errors.js'
import type { CheckedScope } from './checked-scope.js'
import type { ScopeDefinition } from './definition.js'
import { includedScopes, refuseHeadBesideSpendingGet, refuseLimitsOf } from './includes.js'
import { readBindings, readCapacity, readLife, readUses } from './limits.js'
import { acceptsResourceId } from './resource-id.js'
import { compileRoutes } from './routes.js'
import type { Scope } from './scope.js'
import { scopeDigest } from './scope-digest.js'

/** A name of a scope. */
const SCOPE_NAME = /^[a-z][a-z0-9_.:-]{0,63}$/

/** A prefix of a token's text. */
export const PREFIX = /^[a-z][a-z0-9]{0,15}$/

/**
 * Declares a scope: a permission, the routes that it opens, and the limits of its tokens. What is wrong fails here, at
 * start-up, and what the compiler can see is a type error whose text is a sentence.
 * @throws HallpassError `ERR_SCOPE_NAME`, `ERR_SCOPE_ROUTES`, `ERR_SCOPE_PLACEHOLDER`, `ERR_SCOPE_TTL`, `ERR_SCOPE_LIMITS`
 */
export function defineScope<const D extends ScopeDefinition>(definition: D & CheckedScope<D>): Scope<D> {
  const scope = compileScope(definition)
  defined.add(scope)
  return scope as Scope<D>
}

/** Whether a value is a scope that {@link defineScope} made. */
export function isScope(value: unknown): value is Scope {
  return defined.has(value as object)
}

/** Has nothing that is no object. */
const defined = new WeakSet<object>()

function compileScope(definition: ScopeDefinition): Scope {
  refuseUnknownMembers(definition)
  const { name } = definition
  const includes = includedScopes(definition.includes ?? [], name, isScope)
  refuseLimitsOf(includes, name)
  const own = compileRoutes(definition.routes, definition)
  const routes = [...own, ...includes.flatMap((scope) => scope.routes.filter((route) => route.scope === scope.name))]
  refuseHeadBesideSpendingGet(routes, name)
  const accepts = acceptsResourceId(definition.resourceId, name)
  return Object.freeze({
    name,
    routes: Object.freeze(routes),
    resource: definition.resource,
    fixed: Object.freeze([...new Set(routes.flatMap((route) => route.fixed))]),
    acceptsResourceId: (id: string) => accepts(id) && includes.every((scope) => scope.acceptsResourceId(id)),
    anyResource: flag(definition, 'anyResource'),
    ...readLife(definition, includes),
    uses: readUses(definition, routes),
    approval: readApproval(definition),
    selfApproval: flag(definition, 'selfApproval'),
    bindings: readBindings(definition),
    fingerprint: flag(definition, 'fingerprint'),
    maxLive: readCapacity(definition),
    includes: Object.freeze(includes),
    prefix: readPrefix(definition),
    digests: Object.freeze([
      ...routes.map((route) => route.digest),
      ...includes.map((scope) => scopeDigest(scope.name)),
    ]),
  })
}

const MEMBERS: Readonly<Record<keyof ScopeDefinition, true>> = {
  name: true,
  routes: true,
  resource: true,
  free: true,
  resourceId: true,
  anyResource: true,
  maxTtl: true,
  ttl: true,
  uses: true,
  approval: true,
  selfApproval: true,
  bindings: true,
  fingerprint: true,
  maxLive: true,
  includes: true,
  prefix: true,
  retention: true,
}

/** A misspelt limit must not be a limit that is not there. */
function refuseUnknownMembers(definition: ScopeDefinition): void {
  if (typeof definition?.name !== 'string' || !SCOPE_NAME.test(definition.name))
    throw new HallpassError(
      'ERR_SCOPE_NAME',
      `a scope's name must fit ${SCOPE_NAME.source}, got ${shown(definition?.name)}`,
    )
  const unknown = Object.keys(definition).find((member) => !Object.hasOwn(MEMBERS, member))
  if (unknown)
    throw new HallpassError(
      'ERR_SCOPE_LIMITS',
      `scope ${shown(definition.name)}: ${shown(unknown)} is not a member of a scope`,
    )
}

function flag(definition: ScopeDefinition, member: 'anyResource' | 'selfApproval' | 'fingerprint'): boolean {
  const value = definition[member] ?? false
  if (typeof value === 'boolean') return value
  throw new HallpassError(
    'ERR_SCOPE_LIMITS',
    `scope ${shown(definition.name)}: ${member} must be a boolean, got ${shown(value)}`,
  )
}

function readApproval({ name, approval = 'none' }: ScopeDefinition): 'none' | 'required' {
  if (approval === 'none' || approval === 'required') return approval
  throw new HallpassError(
    'ERR_SCOPE_LIMITS',
    `scope ${shown(name)}: approval must be "none" or "required", got ${shown(approval)}`,
  )
}

function readPrefix({ name, prefix }: ScopeDefinition): string | undefined {
  if (prefix === undefined || (typeof prefix === 'string' && PREFIX.test(prefix))) return prefix
  throw new HallpassError(
    'ERR_SCOPE_NAME',
    `scope ${shown(name)}: prefix must fit ${PREFIX.source}, got ${shown(prefix)}`,
  )
}
