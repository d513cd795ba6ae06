/** Milliseconds of the monotonic clock, which is one for all processes of a machine. */
export type Moment = number

/** Now, as every process of this machine reads it. */
export function moment(): Moment {
  return Number(process.hrtime.bigint()) / 1e6
}

/** A token as it was minted. */
export interface MintedUnderTest {
  readonly id: string
  /** `null` for unlimited ones. */
  readonly uses: number | null
  readonly expiresAt: Moment
  /** Whether it opens nothing until it is approved. */
  readonly pending: boolean
}

/** What somebody did to a token, from before the call until behind it. */
export interface Deed {
  readonly token: string
  readonly what: 'use' | 'approve' | 'revoke'
  readonly begin: Moment
  /** `Infinity` where nobody heard of an end: whoever asked was killed, or still waits. */
  readonly end: Moment
  /** `unknown`: it was thrown, or nobody heard of it; it may have happened, and may still. */
  readonly outcome: 'ok' | 'refused' | 'unknown'
}

/** Everything that happened to some tokens, and what the store has of them in the end. */
export interface History {
  readonly tokens: readonly MintedUnderTest[]
  readonly deeds: readonly Deed[]
  /** The uses that are left, by id; a token that is missing here has no record any more. */
  readonly left: ReadonlyMap<string, number | null>
}
