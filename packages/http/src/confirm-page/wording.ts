import type { ValidatedToken } from '@hallpass/core'
import type { Wording } from '../html/wordings.js'
import { wrong } from '../option-checks.js'

/** What a confirm page says. All of it is text and not HTML: it is escaped. */
export interface ConfirmWording {
  /** What the link is for, such as `Download the report`. */
  readonly title: Said
  /** What happens when the button is pressed, such as `It can be downloaded once.` */
  readonly text: Said
  /** Default `Continue`. */
  readonly button?: Said
  /** Until when the link works. Default `This link works until 22 November 2026 at 07:31:24 UTC.` */
  readonly expiry?: (expiresAt: Date) => string
  /** What is said to a browser that keeps no cookies. */
  readonly cookies?: Wording
  /** The language of all this, a BCP 47 tag. Default `en`. */
  readonly lang?: string
}

/** A text, or one that depends on the token. */
export type Said = string | ((token: ValidatedToken) => string)

/** What the page says of one token. */
export interface SaidOfToken extends Wording {
  readonly button: string
  readonly expiry: string
}

/**
 * Refuses what cannot be said.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function refuseWrongWording({ title, text, button, expiry, cookies, lang }: ConfirmWording): void {
  for (const [name, said] of Object.entries({ title, text, button }))
    if (typeof said !== 'function' && !isText(said))
      throw wrong(TAKER, name, 'a text, or a function of the token that gives one', said)
  if (expiry !== undefined && typeof expiry !== 'function')
    throw wrong(TAKER, 'expiry', 'a function of the expiry that gives a text', expiry)
  if (cookies !== undefined && !(isText(cookies?.title) && isText(cookies.text)))
    throw wrong(TAKER, 'cookies', '{ title, text }, both of them texts', cookies)
  if (lang !== undefined && !(isText(lang) && LANGUAGE.test(lang)))
    throw wrong(TAKER, 'lang', 'a BCP 47 tag such as "de"', lang)
}

const TAKER = 'confirmPage'
const LANGUAGE = /^[a-z0-9]{1,8}(?:-[a-z0-9]{1,8})*$/i

const isText = (given: unknown) => typeof given === 'string' && given !== ''

/** The wording for one token. */
export function wordingFor(wording: ConfirmWording & { readonly button: Said }, token: ValidatedToken): SaidOfToken {
  const said = (text: Said) => (typeof text === 'string' ? text : text(token))
  const { title, text, button, expiry = inEnglish } = wording
  return { title: said(title), text: said(text), button: said(button), expiry: expiry(token.expiresAt) }
}

/** What is said where the cookie is missing. Over plain http no browser keeps it, but on `localhost`. */
export const NO_COOKIE: Wording = {
  title: 'Your browser sent no cookie',
  text: 'Nothing was done. Allow cookies for this site, see that its address starts with https, and open the link again.',
}

const inEnglish = (expiresAt: Date) => `This link works until ${ENGLISH.format(expiresAt)}.`

const ENGLISH = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'long', timeZone: 'UTC' })
