import type { IncomingMessage } from 'node:http'
import { foldedLines } from './folded-name.js'

/** How a proxy tells the request that it asks about. */
export interface Dialect {
  /** The headers, lower case, that say method and target; `undefined` where the question has the request's own. */
  readonly told: { readonly method: string; readonly target: string } | undefined
  /** The refusals that the proxy hands on. It makes an error of its own of any other. */
  readonly handsOn: 'any' | readonly number[]
  /** Whether the client sees only one line of `WWW-Authenticate`. */
  readonly oneChallenge: boolean
}

/** The one table of dialects: the code, `docs/gate.md` and the tests read it. */
export const DIALECTS = {
  nginx: {
    told: { method: 'x-original-method', target: 'x-original-uri' },
    handsOn: [401, 403],
    oneChallenge: true,
  },
  traefik: {
    told: { method: 'x-forwarded-method', target: 'x-forwarded-uri' },
    handsOn: 'any',
    oneChallenge: false,
  },
  caddy: {
    told: { method: 'x-forwarded-method', target: 'x-forwarded-uri' },
    handsOn: 'any',
    oneChallenge: false,
  },
  envoy: { told: undefined, handsOn: 'any', oneChallenge: false },
} as const satisfies Record<string, Dialect>

/** The proxies whose questions the gate understands. */
export type DialectName = keyof typeof DIALECTS

/** A request that a proxy asks about. */
export interface ToldRequest {
  readonly method: string
  /** The raw target. */
  readonly target: string
}

/**
 * Reads which request a proxy asks about; `undefined` where it does not say so once and exactly. Another spelling of the
 * header's name (`X_Original_URI`) counts: what some program takes for the same header was not set by the proxy.
 * @param prefix that stands before the target where the dialect has no headers
 */
export function readTold(dialect: Dialect, request: IncomingMessage, prefix: string): ToldRequest | undefined {
  if (dialect.told === undefined) return withoutPrefix(request, prefix)
  const method = onlyValue(request, dialect.told.method)
  const target = onlyValue(request, dialect.told.target)
  return method === undefined || target === undefined ? undefined : { method, target }
}

function onlyValue({ rawHeaders }: IncomingMessage, name: string): string | undefined {
  const [only, ...more] = foldedLines(rawHeaders, name)
  return more.length === 0 && only !== '' ? only : undefined
}

function withoutPrefix({ method = '', url = '' }: IncomingMessage, prefix: string): ToldRequest | undefined {
  const target = url.slice(prefix.length)
  return url.startsWith(prefix) && target.startsWith('/') ? { method, target } : undefined
}
