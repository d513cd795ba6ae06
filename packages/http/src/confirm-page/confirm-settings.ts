import { randomBytes } from 'node:crypto'
import { HallpassError, type TokenService } from '@hallpass/core'
import { watchRequests } from '../as-received.js'
import { type ParameterNames, readParameterNames } from '../guard-params.js'
import { type GuardScopes, readScopes } from '../guard-scopes.js'
import { refuseWrongService, wrong } from '../option-checks.js'
import type { GateOptions, GuardOptions } from '../options.js'
import { createRefuser, type Refuse } from '../refusing/refuser.js'
import { type GateSettings, readSettings } from '../settings.js'
import { body } from '../sources/body.js'
import { query } from '../sources/query.js'
import type { TokenSource } from '../sources/token-source.js'
import { PROOF_FIELD } from './confirm-form.js'
import type { ConfirmWording } from './wording.js'

/** Options of `confirmPage`. `R` is the framework's request: Express's `req`, Koa's `ctx`. */
export interface ConfirmPageOptions<R> extends ConfirmWording, SharedWithGuard<R> {
  /** What carries the token: the link's query parameter, and the form's field, which the guard reads by `body()` of the same name. Default `t`. */
  readonly parameter?: string
  /** Gives so many random bytes, for the nonce. Default the system's. */
  readonly random?: (size: number) => Uint8Array
}

type SharedWithGuard<R> = Pick<
  GateOptions<R>,
  'realm' | 'disclosure' | 'basePath' | 'context' | 'fingerprint' | 'page' | 'onRefused'
> &
  Pick<GuardOptions<R>, 'params'>

/** What a confirm page works with, the same for every request. */
export interface ConfirmSettings<R> {
  readonly service: TokenService
  /** The scopes that are accepted, by name. */
  readonly scopes: readonly string[]
  /** The router's names of placeholders. */
  readonly params: ParameterNames
  readonly gate: GateSettings<R>
  readonly refuse: Refuse<R>
  readonly wording: ConfirmWording
  readonly parameter: string
  /** Where the link has the token. */
  readonly link: TokenSource
  /** Where the form has it. */
  readonly form: TokenSource
  readonly random: (size: number) => Uint8Array
}

/**
 * Checks what `confirmPage` takes, at start-up.
 * @throws HallpassError `ERR_OPTIONS`, `ERR_SCOPE_UNKNOWN`
 */
export function readConfirmSettings<R>(
  service: TokenService,
  accepted: GuardScopes,
  options: ConfirmPageOptions<R>,
): ConfirmSettings<R> {
  refuseWrongService(service, 'confirmPage')
  const shared = readSettings(options, NAMES, 'confirmPage')
  for (const name of ['title', 'text'] as const) refuseUnsaid(name, options[name])
  const { parameter = 't', random = randomBytes } = options
  if (parameter === PROOF_FIELD)
    throw new HallpassError(
      'ERR_OPTIONS',
      `confirmPage: its form has a field "${PROOF_FIELD}" already: parameter must be another name`,
    )
  const link = query(parameter)
  const found = readScopes(service, accepted)
  const scopes = found.map((scope) => scope.name)
  const gate = { ...shared, from: [link] }
  const refuse = createRefuser(gate, scopes)
  const params = readParameterNames(options.params, found)
  watchRequests()
  return { service, scopes, params, gate, refuse, wording: options, parameter, link, form: body(parameter), random }
}

const NAMES = [
  'title',
  'text',
  'button',
  'expiry',
  'cookies',
  'lang',
  'parameter',
  'random',
  'realm',
  'disclosure',
  'basePath',
  'context',
  'fingerprint',
  'page',
  'onRefused',
  'params',
] as const satisfies readonly (keyof ConfirmPageOptions<unknown>)[]

function refuseUnsaid(name: string, said: unknown): void {
  if (typeof said !== 'function' && (typeof said !== 'string' || said === ''))
    throw wrong('confirmPage', name, 'a text, or a function of the token that gives one', said)
}
