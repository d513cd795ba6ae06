import { randomBytes } from 'node:crypto'
import { HallpassError, type TokenService } from '@hallpass/core'
import { watchRequests } from '../as-received.js'
import type { Asking } from '../gate.js'
import { type ParameterNames, readParameterNames } from '../guard-params.js'
import { type GuardScopes, readScopes } from '../guard-scopes.js'
import { refuseWrongService, wrong } from '../option-checks.js'
import type { GateOptions, GuardOptions } from '../options.js'
import { createRefuser } from '../refusing/refuser.js'
import { readSettings } from '../settings.js'
import { body } from '../sources/body.js'
import { query } from '../sources/query.js'
import type { TokenSource } from '../sources/token-source.js'
import { NEVER } from '../spending/take-use.js'
import { PROOF_FIELD } from './confirm-form.js'
import { type ConfirmWording, refuseWrongWording, type Said } from './wording.js'

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
  /** Asks as the guard of the POST will, and takes no use. */
  readonly asking: Asking<R>
  /** The router's names of placeholders. */
  readonly params: ParameterNames
  readonly wording: ConfirmWording & { readonly button: Said }
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
  const { button = 'Continue', parameter = 't', random = randomBytes } = options
  const wording = { ...options, button }
  refuseWrongWording(wording)
  if (typeof random !== 'function')
    throw wrong('confirmPage', 'random', 'a function of a size that gives so many bytes', random)
  if (parameter === PROOF_FIELD)
    throw new HallpassError(
      'ERR_OPTIONS',
      `confirmPage: its form has a field "${PROOF_FIELD}" already: parameter must be another name`,
    )
  const [link, form] = [query(parameter), body(parameter)]
  const scopes = readScopes(service, accepted)
  const params = readParameterNames(options.params, scopes)
  const gate = { ...shared, from: [link] }
  const names = scopes.map((scope) => scope.name)
  const asking = { service, settings: gate, refuse: createRefuser(gate, names), scopes: names, spending: NEVER }
  watchRequests()
  return { asking, params, wording, parameter, link, form, random }
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
