import { HallpassError, shown } from '@hallpass/core'
import { AMBIGUOUS, headerLines } from '../raw-headers.js'
import type { TokenSource } from './token-source.js'
import { readTokenText } from './token-text.js'

/**
 * A cookie, whose name starts with `__Host-`: browsers keep such a cookie to the one host that set it, over TLS.
 * @throws HallpassError `ERR_OPTIONS` for any other name
 */
export function cookie(name: string): TokenSource {
  if (typeof name !== 'string' || !COOKIE_NAME.test(name))
    throw new HallpassError(
      'ERR_OPTIONS',
      `cookie() takes a name that starts with "__Host-", such as "__Host-hallpass", got ${shown(name)}`,
    )
  return Object.freeze({
    name: `cookie ${name}`,
    header: 'cookie',
    shared: false,
    ambient: 'always',
    inUrl: false,
    challenge: undefined,
    read({ rawHeaders }) {
      const values = headerLines(rawHeaders, 'cookie').flatMap((line) => valuesOf(line, name))
      return values.length > 1 ? AMBIGUOUS : values[0] === undefined ? undefined : readTokenText(values[0])
    },
  } satisfies TokenSource)
}

const COOKIE_NAME = /^__Host-[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,64}$/

function valuesOf(line: string, name: string): readonly string[] {
  return line
    .split(';')
    .map((pair) => pair.replace(SPACES, ''))
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
}

/**
 * Not what else `trim()` takes for a space: browsers let a page of a neighbouring host set a cookie whose name is our name
 * behind a no-break space, since such a name has no `__Host-` prefix to them.
 */
const SPACES = /^[ \t]+/
