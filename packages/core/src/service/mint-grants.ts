import { HallpassError, shown } from '../errors.js'
import type { Grant } from '../record/record.js'
import { MAX_TARGET_LENGTH } from '../request/target.js'
import { ownLimit } from '../scope/includes.js'
import { isSafeId } from '../scope/resource-id.js'
import { ANY_RESOURCE, type Scope, type Segment } from '../scope/scope.js'
import { digestsForAny } from '../scope/scope-digest.js'
import type { FurtherGrant, MintOptions } from './mint-types.js'

type GrantOptions = Pick<MintOptions, 'resourceId' | 'params'>

/**
 * The grants of a mint: that of the scope itself, and further ones, which add routes and nothing else.
 * @throws HallpassError `ERR_GRANTS`, `ERR_RESOURCE_ID`, `ERR_PARAMS`, `ERR_SCOPE_UNKNOWN`
 */
export function readGrants(
  scope: Scope,
  options: MintOptions,
  registered: (scope: Scope | string) => Scope,
): readonly Grant[] {
  const { grants: further = [] } = options
  if (!Array.isArray(further)) throw new HallpassError('ERR_GRANTS', `grants must be a list, got ${shown(further)}`)
  return [readGrant(scope, options), ...Array.from(further, (grant) => readFurther(grant, registered))]
}

function readFurther(grant: FurtherGrant, registered: (scope: Scope | string) => Scope): Grant {
  if (typeof grant !== 'object' || grant === null)
    throw new HallpassError('ERR_GRANTS', `a grant must be { scope, resourceId? }, got ${shown(grant)}`)
  const scope = registered(grant.scope)
  const limit = ownLimit(scope)
  if (limit)
    throw new HallpassError(
      'ERR_GRANTS',
      `the scope ${shown(scope.name)} has ${limit} of its own and cannot be a further grant`,
    )
  return readGrant(scope, grant)
}

function readGrant(scope: Scope, options: GrantOptions): Grant {
  const { resourceId } = options
  const params = readParams(scope, options.params ?? {})
  const shared = { scope: scope.name, params, routes: scope.digests }
  if (resourceId === ANY_RESOURCE) {
    if (scope.anyResource) return { ...shared, resourceId: null, anyResource: true, routes: digestsForAny(scope) }
    throw idProblem(scope, 'ANY_RESOURCE, which needs anyResource: true in the scope')
  }
  if (resourceId === undefined && scope.resource === undefined)
    return { ...shared, resourceId: null, anyResource: false }
  if (typeof resourceId === 'string' && accepts(scope, resourceId)) {
    refuseTooLong(scope, resourceId, params)
    return { ...shared, resourceId, anyResource: false }
  }
  throw idProblem(scope, shown(resourceId))
}

/** A token whose own request is longer than any that is opened would open nothing. */
function refuseTooLong({ name, routes }: Scope, resourceId: string, params: Grant['params']): void {
  for (const { segments, resource, path } of routes) {
    const values = resource === undefined ? params : { ...params, [resource]: resourceId }
    if (canonicalPath(segments, values).length > MAX_TARGET_LENGTH)
      throw new HallpassError(
        'ERR_PARAMS',
        `the scope ${shown(name)} needs ids and params with which ${shown(path)} stays within ${MAX_TARGET_LENGTH} bytes`,
      )
  }
}

function canonicalPath(segments: readonly Segment[], values: Grant['params']): string {
  const texts = segments.map((segment) =>
    'literal' in segment ? segment.literal : encodeURIComponent(values[segment.placeholder] ?? ''),
  )
  return `/${texts.join('/')}`
}

/** A user's predicate that throws is misuse that must store nothing. */
function accepts(scope: Scope, resourceId: string): boolean {
  try {
    return scope.acceptsResourceId(resourceId)
  } catch (cause) {
    throw new HallpassError('ERR_RESOURCE_ID', `resourceId() of the scope ${shown(scope.name)} failed`, { cause })
  }
}

function idProblem({ name, resource }: Scope, came: string): HallpassError {
  const of = resource === undefined ? '' : ` for ":${resource}"`
  return new HallpassError(
    'ERR_RESOURCE_ID',
    `the scope ${shown(name)} needs a resourceId that it accepts${of}, got ${came}`,
  )
}

function readParams(scope: Scope, params: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const unknown = Object.keys(params).find((name) => !scope.fixed.includes(name))
  if (unknown !== undefined) throw paramProblem(scope, `has no placeholder ${shown(unknown)} to fix`)
  for (const name of scope.fixed)
    if (!Object.hasOwn(params, name) || !isSafeId(params[name]))
      throw paramProblem(scope, `needs a value for ":${name}", got ${shown(params[name])}`)
  return Object.fromEntries(scope.fixed.map((name) => [name, params[name] as string]))
}

function paramProblem({ name }: Scope, text: string): HallpassError {
  return new HallpassError('ERR_PARAMS', `the scope ${shown(name)} ${text}`)
}
