import type { RequestListener } from 'node:http'
import type { TokenService } from '@hallpass/core'
import type { Witness } from '../gates/witness.js'
import type { Ledger } from '../ledger.js'

/** The study's application on one framework, with each way to place the gates. */
export interface Variants {
  readonly framework: string
  /** `guard` at the routes; a witness at the root, before everything. */
  readonly guarded: (ledger: Ledger, service: TokenService, witness: Witness) => RequestListener
  /** `authenticate` at the root, and nothing at the routes. */
  readonly authenticated: (ledger: Ledger, service: TokenService) => RequestListener
  /** `authenticate` that leaves the use to the guard, and `guard` at the routes. */
  readonly both: (ledger: Ledger, service: TokenService) => RequestListener
}
