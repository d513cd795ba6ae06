import type { ErrorCode } from '@hallpass/core'

/** How a command can end. */
export type Exit = 'done' | 'refused' | 'usage' | 'failed'

/** With which code it does, and what that says. The help and the docs show this table. */
export const EXIT_CODES: Readonly<Record<Exit, { readonly code: number; readonly meaning: string }>> = {
  done: { code: 0, meaning: 'done, or done before; for explain: the token opens the request' },
  refused: { code: 1, meaning: 'refused: there is no such token, or its state or a limit does not allow it' },
  usage: { code: 2, meaning: 'wrong use: one line says what was expected; nothing was done' },
  failed: { code: 3, meaning: 'the configuration, the store, a file or the output failed' },
}

/** How a command ends that met an error of hallpass. */
export const EXIT_OF_ERROR: Readonly<Record<ErrorCode, Exit>> = {
  ERR_SCOPE_NAME: 'failed',
  ERR_SCOPE_ROUTES: 'failed',
  ERR_SCOPE_PLACEHOLDER: 'failed',
  ERR_SCOPE_TTL: 'failed',
  ERR_SCOPE_LIMITS: 'failed',
  ERR_SCOPE_DUPLICATE: 'failed',
  ERR_SCOPE_UNKNOWN: 'usage',
  ERR_TTL_INVALID: 'usage',
  ERR_TTL_EXCEEDS_MAX: 'usage',
  ERR_RESOURCE_ID: 'usage',
  ERR_PARAMS: 'usage',
  ERR_BINDINGS: 'usage',
  ERR_USES: 'usage',
  ERR_GRANTS: 'usage',
  ERR_WITHIN: 'usage',
  ERR_OPTIONS: 'usage',
  ERR_MAX_LIVE: 'refused',
  ERR_COLLISIONS: 'failed',
  ERR_RANDOM: 'failed',
  ERR_CLOCK: 'failed',
  ERR_CONTENTION: 'failed',
  ERR_STORE: 'failed',
}
