import { durationExpected, readDuration } from '../duration.js'
import { HallpassError, shown } from '../errors.js'
import type { ScopeRegistry } from '../scope/registry.js'
import type { Scope } from '../scope/scope.js'
import { fingerprintText, nameOf } from './ask.js'
import { isJsonObject } from './json.js'
import type { MintOptions } from './mint-types.js'

const MEMBERS: Readonly<Record<keyof MintOptions, true>> = {
  resourceId: true,
  params: true,
  ttl: true,
  uses: true,
  bindings: true,
  fingerprint: true,
  grants: true,
  within: true,
  subject: true,
  name: true,
  createdBy: true,
  roles: true,
  metadata: true,
}

/** The longest label, subject or role. */
const LONGEST_TEXT = 512

/**
 * Refuses options that are misspelt or of the wrong kind, before anything else is looked at.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function checkMintOptions(scope: Scope, options: MintOptions): void {
  if (typeof options !== 'object' || options === null)
    throw wrong(`the options of mint must be an object, got ${shown(options)}`)
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(MEMBERS, name))
  if (unknown !== undefined) throw wrong(`${shown(unknown)} is not an option of mint`)
  for (const name of ['subject', 'name', 'createdBy'] as const)
    if (options[name] !== undefined && !isText(options[name]))
      throw wrong(`${name} must be text of 1 to ${LONGEST_TEXT} characters, got ${shown(options[name])}`)
  if (scope.approval === 'required' && options.createdBy === undefined)
    throw wrong(`the scope ${shown(scope.name)} needs approval: createdBy must say who asks`)
  if (!isTexts(options.roles ?? [])) throw wrong(`roles must be a list of texts, got ${shown(options.roles)}`)
  if (!isJsonObject(options.metadata ?? {}))
    throw wrong(`metadata must be an object of plain JSON, got ${shown(options.metadata)}`)
}

/** Half of a surrogate pair would come back from a database as another character. */
const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length >= 1 && value.length <= LONGEST_TEXT && !LONE_SURROGATE.test(value)

const LONE_SURROGATE = /\p{Cs}/u

/** A hole is no text; the spread shows it. */
const isTexts = (value: unknown): boolean => Array.isArray(value) && [...value].every(isText)

/**
 * The life of the token, in milliseconds: at most the shortest `maxTtl` of its grants; where none is named also at most `most`.
 * @throws HallpassError `ERR_TTL_INVALID`, `ERR_TTL_EXCEEDS_MAX`
 */
export function readTtl(
  scope: Scope,
  { ttl, grants = [] }: MintOptions,
  registry: ScopeRegistry,
  most = Number.POSITIVE_INFINITY,
): number {
  const maxTtl = Math.min(scope.maxTtl, ...grants.map((grant) => registry.get(nameOf(grant.scope))?.maxTtl ?? 0))
  const milliseconds = ttl === undefined ? Math.min(scope.ttl, maxTtl, most) : readDuration(ttl)
  if (milliseconds === undefined) throw new HallpassError('ERR_TTL_INVALID', durationExpected('ttl', ttl))
  if (milliseconds <= maxTtl) return milliseconds
  throw new HallpassError(
    'ERR_TTL_EXCEEDS_MAX',
    `ttl must be at most ${maxTtl} ms for the scope ${shown(scope.name)}, got ${shown(ttl)}`,
  )
}

/**
 * How many uses the token has; `null` for unlimited.
 * @throws HallpassError `ERR_USES`
 */
export function readUses(scope: Scope, { uses }: MintOptions): number | null {
  if (uses === undefined) return scope.uses
  const most = scope.uses ?? Number.MAX_SAFE_INTEGER
  if (!Number.isSafeInteger(uses) || uses < 1 || uses > most)
    throw new HallpassError(
      'ERR_USES',
      `uses must be a whole number from 1 to ${most} for the scope ${shown(scope.name)}, got ${shown(uses)}`,
    )
  if (scope.routes.length > 0 && !scope.routes.some((route) => route.spends))
    throw new HallpassError(
      'ERR_USES',
      `uses are limited to ${uses}, but no route of the scope ${shown(scope.name)} spends one`,
    )
  return uses
}

/**
 * The values of the scope's bindings: all that it names, but for those with `?`, and no others.
 * @throws HallpassError `ERR_BINDINGS`
 */
export function readBound(scope: Scope, { bindings = {} }: MintOptions): Readonly<Record<string, string>> {
  if (typeof bindings !== 'object' || bindings === null)
    throw new HallpassError('ERR_BINDINGS', `bindings must be an object of texts, got ${shown(bindings)}`)
  const unknown = Object.keys(bindings).find((name) => !scope.bindings.some((binding) => binding.name === name))
  if (unknown !== undefined)
    throw new HallpassError('ERR_BINDINGS', `the scope ${shown(scope.name)} has no binding ${shown(unknown)}`)
  const given = scope.bindings.filter(({ name }) => Object.hasOwn(bindings, name))
  const missing = scope.bindings.find((binding) => !binding.optional && !given.includes(binding))
  if (missing)
    throw new HallpassError(
      'ERR_BINDINGS',
      `the scope ${shown(scope.name)} needs a value for the binding ${shown(missing.name)}`,
    )
  for (const { name } of given)
    if (typeof bindings[name] !== 'string')
      throw new HallpassError('ERR_BINDINGS', `the binding ${shown(name)} must be text, got ${shown(bindings[name])}`)
  return Object.fromEntries(given.map(({ name }) => [name, bindings[name] as string]))
}

/**
 * The digest of the one action, as text.
 * @throws HallpassError `ERR_BINDINGS` where the scope needs one and none came, or the other way round
 */
export function readFingerprint(scope: Scope, options: MintOptions): string | undefined {
  const text = fingerprintText(options.fingerprint)
  if (text !== undefined && typeof text !== 'string')
    throw new HallpassError('ERR_BINDINGS', `the fingerprint must be text or bytes, got ${shown(text)}`)
  if (scope.fingerprint === (text !== undefined && text !== '')) return text
  const expected = scope.fingerprint ? 'needs the fingerprint of one action' : 'takes no fingerprint'
  throw new HallpassError('ERR_BINDINGS', `the scope ${shown(scope.name)} ${expected}`)
}

function wrong(text: string): HallpassError {
  return new HallpassError('ERR_OPTIONS', text)
}
