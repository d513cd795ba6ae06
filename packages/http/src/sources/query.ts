import { HallpassError, shown } from '@hallpass/core'
import { AMBIGUOUS } from '../raw-headers.js'
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
      let found: string | undefined
      for (const pair of pairsOf(target)) {
        const value = valueIn(pair, name)
        if (value === undefined) continue
        if (found !== undefined || value === AMBIGUOUS) return AMBIGUOUS
        found = value
      }
      return found === undefined ? undefined : readTokenText(found)
    },
  } satisfies TokenSource)
}

/** Read from the raw target: a parsed query has dropped, joined or nested what was repeated. One by one: a list of thousands costs more to keep than to read. */
function* pairsOf(target: string): Iterable<string> {
  const mark = target.indexOf('?')
  if (mark < 0) return
  const hash = target.indexOf('#', mark)
  const end = hash < 0 ? target.length : hash
  for (let start = mark + 1; start <= end; ) {
    const next = target.indexOf('&', start)
    const stop = next < 0 || next > end ? end : next
    yield target.slice(start, stop)
    start = stop + 1
  }
}

function valueIn(pair: string, name: string): string | undefined | typeof AMBIGUOUS {
  const equals = pair.indexOf('=')
  const key = decodeForm(equals < 0 ? pair : pair.slice(0, equals))
  if (key === name) return equals < 0 ? '' : decodeForm(pair.slice(equals + 1))
  return key.startsWith(`${name}[`) ? AMBIGUOUS : undefined
}

/** A broken escape stays as it is: it is then neither the name nor a token. */
function decodeForm(text: string): string {
  if (!ENCODED.test(text)) return text
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return text
  }
}

const ENCODED = /[%+]/
