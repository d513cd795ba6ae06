import type { TokenService } from '@hallpass/core'
import type { Ledger, NumberedRequest } from '../ledger.js'
import type { PresentedToken } from '../tokens.js'
import { letsThrough, NAIVE_GATE_NAMES, type Seen } from './naive-gates.js'

/** Looks at every request at the root, before any router: which naive gates would let it through, and does the rule? */
export interface Witness {
  see(request: NumberedRequest, seen: Seen): Promise<void>
}

/** A witness that knows which token each case presents. */
export function createWitness(
  ledger: Ledger,
  service: TokenService,
  tokenOf: (index: number) => PresentedToken,
): Witness {
  return {
    async see(request, seen) {
      const entry = ledger.enter(request)
      const token = tokenOf(ledger.indexOf(request))
      for (const name of NAIVE_GATE_NAMES) if (letsThrough(name, seen, token)) entry.passedNaive.add(name)
      const { method, target } = seen
      entry.passedRule = (await service.validate(token.text, { method, target })).ok
    },
  }
}
