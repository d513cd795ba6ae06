import type { RequestListener } from 'node:http'
import type { TokenService } from '@hallpass/core'
import type { Variants } from '../apps/variants.js'
import { createWitness } from '../gates/witness.js'
import type { Ledger } from '../ledger.js'
import type { Case } from './run-cases.js'

/** The study's application with `guard` at its routes, and a witness that knows the tokens of the cases at its root. */
export function behindGuard(variants: Variants, service: TokenService, cases: readonly Case[]) {
  const tokenOf = (index: number) => (cases[index] as Case).token
  return (ledger: Ledger): RequestListener => variants.guarded(ledger, service, createWitness(ledger, service, tokenOf))
}

/** The study's application with `authenticate` at its root. */
export function behindAuthenticate(variants: Variants, service: TokenService) {
  return (ledger: Ledger): RequestListener => variants.authenticated(ledger, service)
}

/** The study's application with `authenticate` that leaves the use to the guard, and `guard` at its routes. */
export function behindBoth(variants: Variants, service: TokenService) {
  return (ledger: Ledger): RequestListener => variants.both(ledger, service)
}
