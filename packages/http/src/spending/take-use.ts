import type { HttpRequest, Refusal, ReservedUse, TokenService, ValidatedToken } from '@hallpass/core'

/** When a gate spends the use that it takes, and how often one that comes back may be taken. */
export type Spending =
  | { readonly spend: 'never' | 'before' | 'on-success' }
  | { readonly spend: 'on-complete'; readonly attempts: number }

/** Spends and takes nothing. */
export const NEVER: Spending = Object.freeze({ spend: 'never' })

/** What the service answered: the token, with the use that it holds for the request if it holds one; or the refusal. */
export type Taken =
  | { readonly ok: true; readonly token: ValidatedToken; readonly hold?: ReservedUse }
  | { readonly ok: false; readonly refusal: Refusal }

/**
 * Asks the service for a use, to be spent as the gate spends. A use that came back too often, by crashes too, is spent, and
 * the next one asked for.
 */
export function takeUse(
  service: TokenService,
  spending: Spending,
  text: string,
  question: HttpRequest,
): Promise<Taken> {
  if (spending.spend === 'never') return service.validate(text, question)
  if (spending.spend === 'before') return service.consume(text, question)
  return reserveUse(service, spending, text, question)
}

async function reserveUse(
  service: TokenService,
  spending: Spending,
  text: string,
  question: HttpRequest,
): Promise<Taken> {
  for (;;) {
    const reservation = await service.reserve(text, question)
    if (!reservation.ok || spending.spend !== 'on-complete' || reservation.hold.returned < spending.attempts)
      return reservation
    await reservation.hold.commit()
  }
}
