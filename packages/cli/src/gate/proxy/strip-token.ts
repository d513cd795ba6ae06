import type { RequestView } from '@hallpass/http'
import { foldedName } from '../folded-name.js'
import type { TokenPlace } from '../token-places.js'

/** A request without the token that opened it. */
export interface Stripped {
  /** The raw target: only the parameter that carried the token is gone. */
  readonly target: string
  /** The folded names of headers that the upstream must not see. */
  readonly hidden: ReadonlySet<string>
  /** Names of cookies that the upstream must not see. */
  readonly cookies: ReadonlySet<string>
}

/**
 * Takes the token out of a request. A place of its own is emptied whatever it holds; `Authorization`, which other systems
 * use as well, where it holds a token of ours.
 */
export function stripToken(
  view: RequestView,
  places: readonly TokenPlace[],
  owns: (text: string) => boolean,
): Stripped {
  const emptied = places.filter(({ source }) => {
    const text = source.shared ? source.read(view, owns) : ''
    return text !== undefined && (typeof text !== 'string' || !source.shared || owns(text))
  })
  const named = (kind: TokenPlace['kind']) => emptied.filter((place) => place.kind === kind).map(({ name }) => name)
  return {
    target: named('query').reduce(withoutParameter, view.target),
    hidden: new Set(named('header').map(foldedName)),
    cookies: new Set(named('cookie')),
  }
}

/** All other bytes of the query stay; an empty query does not, since the gate opens no target that has one. */
function withoutParameter(target: string, name: string): string {
  const mark = target.indexOf('?')
  if (mark < 0) return target
  const kept = target
    .slice(mark + 1)
    .split('&')
    .filter((pair) => !isNamed(pair.split('=', 1)[0] ?? '', name))
    .join('&')
  return kept === '' ? target.slice(0, mark) : `${target.slice(0, mark)}?${kept}`
}

function isNamed(key: string, name: string): boolean {
  try {
    const decoded = decodeURIComponent(key.replaceAll('+', ' '))
    return decoded === name || decoded.startsWith(`${name}[`)
  } catch {
    return false
  }
}

/** The value of a `Cookie` line without some cookies; `undefined` where none is left. */
export function withoutCookies(line: string, names: ReadonlySet<string>): string | undefined {
  const kept = line.split(';').filter((pair) => !names.has(pair.trim().split('=', 1)[0] ?? ''))
  const left = kept.join(';').trim()
  return left === '' ? undefined : left
}
