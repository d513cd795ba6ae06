import { HallpassError } from '@hallpass/core'
import { AMBIGUOUS } from '../raw-headers.js'
import { shown } from '../shown.js'
import { isParameterName } from './parameter-name.js'
import type { TokenSource } from './token-source.js'
import { readTokenText } from './token-text.js'

/**
 * A parameter of the URL's query. URLs end up in logs, histories and `Referer`: only for links that must work without
 * script, with tokens of few uses or a short life.
 * @throws HallpassError `ERR_OPTIONS` for what is not a parameter's name
 */
export function query(name: string): TokenSource {
  if (!isParameterName(name))
    throw new HallpassError('ERR_OPTIONS', `query() takes a parameter name such as "token", got ${shown(name)}`)
  return Object.freeze({
    name: `query ${name}`,
    header: undefined,
    shared: false,
    ambient: 'never',
    inUrl: true,
    challenge: undefined,
    read({ target }) {
      const [value, more] = valuesOf(target, name)
      if (value === undefined) return undefined
      return more !== undefined || value === AMBIGUOUS ? AMBIGUOUS : readTokenText(value)
    },
  } satisfies TokenSource)
}

/** Read from the raw target: a parsed query has dropped, joined or nested what was repeated. */
function valuesOf(target: string, name: string): readonly (string | typeof AMBIGUOUS)[] {
  const start = target.indexOf('?')
  if (start < 0) return []
  return (target.slice(start + 1).split('#', 1)[0] as string).split('&').flatMap((pair) => {
    const equals = pair.indexOf('=')
    const key = decodeForm(equals < 0 ? pair : pair.slice(0, equals))
    if (key === name) return equals < 0 ? '' : decodeForm(pair.slice(equals + 1))
    return key.startsWith(`${name}[`) ? AMBIGUOUS : []
  })
}

/** A broken escape stays as it is: it is then neither the name nor a token. */
function decodeForm(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}
