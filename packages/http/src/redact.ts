/** How tokens are found in a text. */
export interface RedactOptions {
  /** The prefixes of your own tokens: of these, texts that were cut short lose their secret too. Default `['hp']`. */
  readonly prefixes?: readonly string[]
}

/**
 * A text, such as a line of a log, without the secrets of the tokens in it. Prefix and public id stay, so that lines can
 * be brought together: `hp_0Rk3dXqTz81VbN5m…`.
 *
 * Found are texts of the published pattern with any prefix, anywhere, inside words and percent-encoded too. Signed tokens
 * and `Basic` credentials have no pattern of their own and are not. The time is in proportion to the text.
 */
export function redactTokens(text: string, { prefixes = ['hp'] }: RedactOptions = {}): string {
  return text.replace(CANDIDATE, (found, separator: string, id: string, secret: string, offset: number) => {
    const redacts = charactersIn(secret) === SECRET || prefixes.some((prefix) => text.endsWith(prefix, offset))
    return redacts ? separator + id + MARK : found
  })
}

/**
 * A URL or a request target without secrets: without user name and password, without the values of the named parameters
 * in query and fragment, whatever they look like, and without the secret of any token that {@link redactTokens} finds.
 * @param names of the parameters that carry tokens. Default `['t']`
 */
export function redactUrl(url: string, names: readonly string[] = ['t'], options: RedactOptions = {}): string {
  const isNamed = (name: string) => names.some((one) => name === one || name.startsWith(`${one}[`))
  const valuesGone = redactValues(url.replace(USER_INFO, `$1${MARK}@`), isNamed, options)
  return redactTokens(valuesGone, options)
}

/** What looks like a parameter inside the value of another one counts too: who wrote the URL may have begun the query there. */
function redactValues(url: string, isNamed: (name: string) => boolean, options: RedactOptions): string {
  const parts: string[] = []
  let end = 0
  for (const { 0: found, 1: name = '', index } of url.matchAll(PARAMETER)) {
    const start = index + found.length
    if (index < end || !isNamed(decoded(name))) continue
    const value = valueAt(url, start)
    parts.push(url.slice(end, start), value && idOf(value, options))
    end = start + value.length
  }
  return parts.join('') + url.slice(end)
}

function valueAt(url: string, start: number): string {
  VALUE.lastIndex = start
  return VALUE.exec(url)?.[0] ?? ''
}

const MARK = '…'

/** Characters of a secret and its checksum. */
const SECRET = 38

/** An underscore, an id and what follows it. One spelling of a character ends where the next begins: nothing is tried twice. */
const CANDIDATE = (() => {
  const percent = '%(?:25)*'
  const base62 = `(?:[0-9A-Za-z]|${percent}(?:3[0-9]|[46][1-9A-Fa-f]|[57][0-9Aa]))`
  return new RegExp(`(_|${percent}5[Ff])(${base62}{16})(${base62}{1,${SECRET}})`, 'g')
})()

function charactersIn(text: string): number {
  return text.replace(/%(?:25)*../g, '.').length
}

const USER_INFO = /^((?:[A-Za-z][A-Za-z0-9+.-]*:)?\/\/)[^/?#]*@/
const PARAMETER = /[?&#;]([^?&#;=]*)=/g
const VALUE = /[^&#;]*/y

/** Of a token its id; of anything else nothing, since nobody knows what of it is secret. */
function idOf(value: string, options: RedactOptions): string {
  const redacted = redactTokens(value, options)
  return TOKEN_ID.test(redacted) ? redacted : MARK
}

const TOKEN_ID = /^[a-z][a-z0-9]{0,15}_[A-Za-z0-9]{16}…$/

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '))
  } catch {
    return name
  }
}
