import type { TokenRecord } from '@hallpass/core'

/**
 * How long the server keeps what nobody sweeps, behind the time to be forgotten: a day. A record is not gone earlier than it
 * may be by a clock that is wrong by less, and nothing stays for ever.
 */
export const SLACK = 86_400_000

/**
 * The times of a new record for the server, as texts. Its life is told by what lies between, so that the server's clock may
 * be another than the service's.
 */
export function timesOf({ createdAt, forgetAt }: TokenRecord): { readonly ttl: string; readonly past: string } {
  return { ttl: `${Math.ceil(Math.max(0, forgetAt - createdAt) + SLACK)}`, past: `${createdAt - SLACK}` }
}
