import type { Scope } from '../scope/scope.js'
import type { Refusal, ValidatedToken } from './validation-types.js'

/** The answer to a reservation: the token and its hold, or the refusal. */
export type Reservation<S extends Scope = Scope> =
  | { readonly ok: true; readonly token: ValidatedToken<S>; readonly hold: ReservedUse }
  | { readonly ok: false; readonly refusal: Refusal }

/**
 * A use that was taken and can be given back. When its lease runs out without a word, the use comes back by itself. Each method
 * throws `ERR_STORE`, `ERR_CONTENTION` or `ERR_CLOCK` where nobody knows whether it was done.
 */
export interface ReservedUse {
  /** How long the hold lasts without {@link ReservedUse.renew}, in milliseconds; `Infinity` where no use had to be held. */
  readonly leaseMs: number
  /** How often this use was reserved before and came back. */
  readonly returned: number
  /** Spends the use; false where the hold is gone: then the use was not spent by this call. */
  commit(): Promise<boolean>
  /** Gives the use back; false where the hold is gone. */
  release(): Promise<boolean>
  /** Begins the lease anew; false where the hold is gone. */
  renew(): Promise<boolean>
}
