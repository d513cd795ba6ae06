import { HallpassError } from '../errors.js'
import type { RefusalReason } from '../record/refusal.js'
import type { TokenClaim } from '../token/format.js'
import type { ServiceContext } from './context.js'
import { inTime } from './in-time.js'

export type ReadClaim = TokenClaim | { readonly reason: RefusalReason }

/**
 * What a presented text claims, or why it claims nothing; no look into the store. A promise only where the switch or the
 * format needs one.
 * @throws HallpassError `ERR_OPTIONS` where the switch itself fails
 */
export function readClaim(context: ServiceContext, presented: string | undefined): ReadClaim | Promise<ReadClaim> {
  if (context.enabled === true) return claimOf(context, presented)
  if (context.enabled === false) return DISABLED
  return askSwitch(context.enabled).then((on) => (on ? claimOf(context, presented) : DISABLED))
}

const DISABLED = { reason: 'disabled' } as const
const MISSING = { reason: 'missing' } as const
const MALFORMED = { reason: 'malformed' } as const

async function askSwitch(enabled: () => boolean | Promise<boolean>): Promise<boolean> {
  try {
    const on = enabled()
    return (on instanceof Promise ? await inTime(on, SWITCH_TIME, tooLate) : on) === true
  } catch (cause) {
    throw new HallpassError('ERR_OPTIONS', 'enabled() failed', { cause })
  }
}

/** How long the switch may think, in milliseconds: a request must not hang on it for ever. */
const SWITCH_TIME = 5000

function tooLate(): Error {
  return new Error(`no answer within ${SWITCH_TIME} ms`)
}

function claimOf({ format }: ServiceContext, presented: string | undefined): ReadClaim | Promise<ReadClaim> {
  if (presented === undefined || presented === '') return MISSING
  if (typeof presented !== 'string') return MALFORMED
  const claim = format.read(presented)
  return claim instanceof Promise ? claim.then(asRead) : asRead(claim)
}

function asRead(claim: TokenClaim | undefined): ReadClaim {
  return claim ?? MALFORMED
}
