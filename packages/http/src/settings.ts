import { HallpassError, shown } from '@hallpass/core'
import { BASE_PATH } from './base-path.js'
import { readChoice, refuseUnknownNames, wrong } from './option-checks.js'
import type { AuthenticateOptions, GateOptions, GuardOptions } from './options.js'
import { isRealm } from './refusing/challenge.js'
import { bearer } from './sources/bearer.js'
import { header } from './sources/header.js'
import type { TokenSource } from './sources/token-source.js'

/** Options, checked and complete. */
export interface GateSettings<R> {
  readonly from: readonly TokenSource[]
  /** The headers that the sources read, for `Vary`. */
  readonly vary: string
  readonly realm: string
  readonly disclosure: 'reasons' | 'opaque'
  readonly basePath: string
  readonly allowedOrigins: ReadonlySet<string>
  readonly context: GateOptions<R>['context']
  readonly fingerprint: GateOptions<R>['fingerprint']
  readonly page: GateOptions<R>['page']
  readonly onRefused: GateOptions<R>['onRefused']
}

/** Where a token is looked for unless `from` says otherwise. */
export const DEFAULT_SOURCES: readonly TokenSource[] = Object.freeze([bearer(), header('x-hallpass-token')])

const SHARED_NAMES = [
  'from',
  'realm',
  'disclosure',
  'basePath',
  'context',
  'fingerprint',
  'allowedOrigins',
  'page',
  'onRefused',
] as const satisfies readonly (keyof GateOptions<unknown>)[]

/** The options that `authenticate` knows. */
export const AUTHENTICATE_NAMES: readonly (keyof AuthenticateOptions<unknown>)[] = [
  ...SHARED_NAMES,
  'required',
  'spend',
]

/** The options that `guard` knows. */
export const GUARD_NAMES: readonly (keyof GuardOptions<unknown>)[] = [...SHARED_NAMES, 'params', 'spend', 'attempts']

/**
 * Checks what both gates take, at start-up.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function readSettings<R>(options: GateOptions<R>, names: readonly string[], gate: string): GateSettings<R> {
  refuseUnknownNames(options, names, gate)
  for (const name of ['context', 'fingerprint', 'page', 'onRefused'] as const)
    if (options[name] !== undefined && typeof options[name] !== 'function')
      throw wrong(gate, name, 'a function', options[name])
  const from = readSources(options.from, gate)
  return Object.freeze({
    from,
    vary: [...new Set(from.flatMap((source) => source.header ?? []))].join(', '),
    realm: readRealm(options.realm, gate),
    disclosure: readChoice(options.disclosure, ['reasons', 'opaque'], gate, 'disclosure'),
    basePath: readBasePath(options.basePath, gate),
    allowedOrigins: readOrigins(options.allowedOrigins, gate),
    context: options.context,
    fingerprint: options.fingerprint,
    page: options.page,
    onRefused: options.onRefused,
  })
}

function readSources(from: readonly TokenSource[] = DEFAULT_SOURCES, gate: string): readonly TokenSource[] {
  const expected = 'a list of sources such as [bearer(), cookie("__Host-t")]'
  if (!Array.isArray(from) || from.length === 0) throw wrong(gate, 'from', expected, from)
  const stray = from.findIndex((source) => typeof source?.read !== 'function')
  if (stray >= 0) throw wrong(gate, 'from', expected, from[stray])
  const names = from.map((source) => source.name)
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw new HallpassError('ERR_OPTIONS', `${gate}: from has the source ${shown(twice)} twice`)
  return Object.freeze([...from])
}

function readRealm(realm = 'hallpass', gate: string): string {
  if (isRealm(realm)) return realm
  throw wrong(gate, 'realm', 'printable ASCII without quotes and backslashes, up to 128 characters', realm)
}

function readBasePath(basePath = '', gate: string): string {
  if (basePath === '' || BASE_PATH.test(basePath)) return basePath
  throw wrong(gate, 'basePath', 'a path such as "/api", without a slash at its end', basePath)
}

function readOrigins(origins: readonly string[] = [], gate: string): ReadonlySet<string> {
  if (!Array.isArray(origins)) throw wrong(gate, 'allowedOrigins', 'a list', origins)
  for (const origin of origins)
    if (!isOrigin(origin)) throw wrong(gate, 'allowedOrigins', 'origins such as "https://app.example"', origin)
  return new Set(origins)
}

/** As browsers write it: nothing behind the host, no default port, lower case. */
function isOrigin(origin: unknown): boolean {
  return typeof origin === 'string' && URL.canParse(origin) && origin !== 'null' && new URL(origin).origin === origin
}
