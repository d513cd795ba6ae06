import { durationExpected, readDuration } from '../duration.js'
import { HallpassError, shown } from '../errors.js'
import type { ScopeDefinition } from './definition.js'
import type { Scope, ScopeBinding, ScopeCapacity, ScopeRoute } from './scope.js'

/** Longest life that a date can still hold when it is added to now: 1,000 years. */
const LONGEST = 1000 * 365 * 86_400_000

/**
 * The times of a scope, in milliseconds.
 * @throws HallpassError `ERR_SCOPE_TTL`
 */
export function readLife(
  definition: ScopeDefinition,
  includes: readonly Scope[],
): Pick<Scope, 'maxTtl' | 'ttl' | 'retention'> {
  const maxTtl = readTime(definition, 'maxTtl', definition.maxTtl)
  const ttl = definition.ttl === undefined ? maxTtl : readTime(definition, 'ttl', definition.ttl)
  if (ttl > maxTtl)
    throw ttlProblem(definition, `ttl must be at most maxTtl, ${maxTtl} ms, got ${shown(definition.ttl)}`)
  const shorter = includes.find((scope) => scope.maxTtl < maxTtl)
  if (shorter)
    throw ttlProblem(
      definition,
      `maxTtl must be at most ${shorter.maxTtl} ms, that of the included scope ${shown(shorter.name)}, got ${shown(definition.maxTtl)}`,
    )
  const retention =
    definition.retention === undefined ? undefined : readTime(definition, 'retention', definition.retention)
  return { maxTtl, ttl, retention }
}

function readTime(definition: ScopeDefinition, member: string, value: unknown): number {
  const milliseconds = readDuration(value)
  if (milliseconds !== undefined && milliseconds <= LONGEST) return milliseconds
  throw ttlProblem(definition, durationExpected(member, value))
}

function ttlProblem({ name }: ScopeDefinition, text: string): HallpassError {
  return new HallpassError('ERR_SCOPE_TTL', `scope ${shown(name)}: ${text}`)
}

/**
 * How many uses a token of the scope has; `null` for unlimited.
 * @throws HallpassError `ERR_SCOPE_LIMITS`, also where uses are limited and no route says that it spends one
 */
export function readUses(
  { name, uses = 'unlimited', routes: declared }: ScopeDefinition,
  routes: readonly ScopeRoute[],
): number | null {
  if (uses === 'unlimited') return null
  if (!isCount(uses))
    throw limitProblem(name, `uses must be a whole number from 1 on, or "unlimited", got ${shown(uses)}`)
  if (declared !== 'none' && !routes.some((route) => route.spends))
    throw limitProblem(
      name,
      'uses are limited and no route spends one; say which does with { method, path, spends: true }',
    )
  return uses
}

/**
 * The names that are bound at mint.
 * @throws HallpassError `ERR_SCOPE_LIMITS`
 */
export function readBindings({ name, bindings = [] }: ScopeDefinition): readonly ScopeBinding[] {
  if (!Array.isArray(bindings)) throw limitProblem(name, `bindings must be a list of names, got ${shown(bindings)}`)
  const read = bindings.map((binding) => {
    const parts = typeof binding === 'string' ? /^([A-Za-z][\w.-]{0,63})(\??)$/.exec(binding) : null
    if (!parts)
      throw limitProblem(name, `a binding must be a name such as "session" or "agent?", got ${shown(binding)}`)
    return Object.freeze({ name: parts[1] as string, optional: parts[2] === '?' })
  })
  const twice = read.find((binding, index) => read.findIndex((other) => other.name === binding.name) !== index)
  if (twice) throw limitProblem(name, `the binding ${shown(twice.name)} is named twice`)
  return Object.freeze(read)
}

/**
 * The most live tokens of the scope.
 * @throws HallpassError `ERR_SCOPE_LIMITS`
 */
export function readCapacity({ name, maxLive = {} }: ScopeDefinition): ScopeCapacity {
  const capacity = typeof maxLive === 'number' ? { total: maxLive } : maxLive
  if (typeof capacity !== 'object' || capacity === null || Array.isArray(capacity))
    throw limitProblem(
      name,
      `maxLive must be a whole number from 1 on, or { total, perSubject } of such, got ${shown(maxLive)}`,
    )
  for (const [member, value] of Object.entries(capacity))
    if ((member !== 'total' && member !== 'perSubject') || !isCount(value))
      throw limitProblem(
        name,
        `maxLive must be a whole number from 1 on, or { total, perSubject } of such, got ${shown(member)}: ${shown(value)}`,
      )
  return Object.freeze({ ...capacity })
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 1

function limitProblem(scope: string, text: string): HallpassError {
  return new HallpassError('ERR_SCOPE_LIMITS', `scope ${shown(scope)}: ${text}`)
}
