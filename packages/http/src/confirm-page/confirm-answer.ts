import type { PassOnAnswer, RefuseAnswer, ResponseHeaders } from '../answer.js'

/** The decision on a request to a page that confirms. An adapter translates it and decides nothing. */
export type ConfirmAnswer = ShowAnswer | PassOnAnswer | RefuseAnswer

/** The page is shown, and nothing was spent. */
export interface ShowAnswer {
  readonly kind: 'show'
  readonly status: number
  readonly headers: ResponseHeaders
  /** A line of `Set-Cookie`, to be added to those that are there; `undefined` for none. */
  readonly setCookie: string | undefined
  readonly body: string
}

/** The request goes on to what stands behind. */
export const PASS_ON: PassOnAnswer = Object.freeze({ kind: 'pass_on' })
