import type { TokenRecord } from '../record/record.js'

/** How a record's token is written and read: a seam of the service. */
export interface TokenFormat {
  /** Kept in the record; a record of another format is not this token's. */
  readonly name: string
  /** The text for a new record. The secret must be in it, and be given back by `read`. */
  issue(minting: Minting): string | Promise<string>
  /** Takes a text apart without a look into the store; `undefined` for one that does not fit or whose checksum or signature is wrong. */
  read(text: string): TokenClaim | undefined | Promise<TokenClaim | undefined>
  /** Whether a text is one of ours by its looks, valid or not. */
  owns(text: string): boolean
}

/** What a format makes a text of. */
export interface Minting {
  readonly record: TokenRecord
  readonly secret: string
  readonly prefix: string
}

/** What a presented text claims: which record, and the secret that proves it. */
export interface TokenClaim {
  readonly id: string
  readonly secret: string
}
