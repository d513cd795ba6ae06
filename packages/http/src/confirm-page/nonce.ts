import { createHash, timingSafeEqual } from 'node:crypto'
import type { RequestView } from '../request-view.js'
import { cookie } from '../sources/cookie.js'

/** The cookie that binds a form to the browser that was shown it. */
export const NONCE_COOKIE = '__Host-hallpass-confirm'

/** A secret that a browser keeps, and the line that sets it; `undefined` where the browser has it already. */
export interface Nonce {
  readonly value: string
  readonly setCookie: string | undefined
}

/**
 * The nonce of the browser that asks: one for all its pages, so that two open tabs do not lock each other out. That is why
 * the cookie is `Lax`: a `Strict` one is not sent when a link in a webmail is opened, and would be replaced each time. Both
 * are kept from the POST of another site.
 */
export function nonceFor(request: RequestView, random: (size: number) => Uint8Array): Nonce {
  const known = presentedNonce(request)
  if (known !== undefined) return { value: known, setCookie: undefined }
  const value = Buffer.from(random(NONCE_BYTES)).toString('base64url')
  return { value, setCookie: `${NONCE_COOKIE}=${value}; Path=/; Secure; HttpOnly; SameSite=Lax` }
}

/** What the browser presents as its nonce; `undefined` for none, for two, and for what is not one. */
export function presentedNonce(request: RequestView): string | undefined {
  const value = COOKIE.read(request, () => true)
  return typeof value === 'string' && NONCE.test(value) ? value : undefined
}

/**
 * What the form carries: it proves the nonce without telling it, and holds for this one token. A page that leaks, or one
 * that was made for another token, gives nothing away.
 */
export function proofOf(nonce: string, token: string): string {
  return createHash('sha256').update(`hallpass confirm v1\0${nonce}\0${token}`).digest('base64url')
}

/** Whether a form's field proves the nonce, compared in constant time. */
export function proves(field: unknown, nonce: string, token: string): boolean {
  const proof = Buffer.from(proofOf(nonce, token))
  const given = Buffer.from(typeof field === 'string' ? field : '')
  return given.length === proof.length && timingSafeEqual(given, proof)
}

const COOKIE = cookie(NONCE_COOKIE)
const NONCE_BYTES = 32
const NONCE = /^[A-Za-z0-9_-]{43}$/
