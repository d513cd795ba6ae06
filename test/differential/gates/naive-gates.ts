import { posix } from 'node:path'
import { type MatchFunction, match, type ParamData } from 'path-to-regexp'
import { opens } from '../property.js'
import type { PresentedToken } from '../tokens.js'

/** What a gate at the root of an application sees. */
export interface Seen {
  readonly method: string
  /** The raw request target. */
  readonly target: string
  /** The path as the framework parses it; may throw where it cannot. */
  readonly parsedPath: () => string | undefined
}

/** The ways to read a path that people write first. Each is a mutant: the study must find where it differs from the router. */
export const NAIVE_GATES = {
  'WHATWG URL': { path: ({ target }) => new URL(target, 'http://localhost').pathname, decode: true },
  'split at ?': { path: ({ target }) => beforeQuery(target), decode: true },
  'parseurl, as the router': { path: ({ parsedPath }) => parsedPath(), decode: true },
  'decode, then match': { path: ({ target }) => decodeURIComponent(beforeQuery(target)), decode: false },
  'decode and normalise': {
    path: ({ target }) => posix.normalize(decodeURIComponent(beforeQuery(target))),
    decode: false,
  },
  'merge slashes': { path: ({ target }) => beforeQuery(target).replace(/\/{2,}/g, '/'), decode: true },
  'strip ;parameters': { path: ({ target }) => beforeQuery(target).replace(/;[^/]*/g, ''), decode: true },
} as const satisfies Record<string, Reading>

export type NaiveGateName = keyof typeof NAIVE_GATES

export const NAIVE_GATE_NAMES = Object.keys(NAIVE_GATES) as readonly NaiveGateName[]

interface Reading {
  readonly path: (seen: Seen) => string | undefined
  /** Whether the matcher decodes what it binds. */
  readonly decode: boolean
}

/** Whether a gate that reads the path in this way, and matches it as routers do, lets the request through. */
export function letsThrough(name: NaiveGateName, seen: Seen, token: PresentedToken): boolean {
  try {
    const path = NAIVE_GATES[name].path(seen)
    return path !== undefined && opensPath(path, seen.method, token, NAIVE_GATES[name].decode)
  } catch (error) {
    if (error instanceof URIError || error instanceof TypeError) return false
    throw error
  }
}

function opensPath(path: string, method: string, token: PresentedToken, decode: boolean): boolean {
  return token.scope.routes.some((route) => {
    if (route.method !== method) return false
    const found = matcher(route.path, decode)(path)
    return found !== false && opens(token, { route: `${route.method} ${route.path}`, params: found.params })
  })
}

const matchers = new Map<string, MatchFunction<ParamData>>()

function matcher(pattern: string, decode: boolean): MatchFunction<ParamData> {
  const key = `${decode} ${pattern}`
  const found = matchers.get(key) ?? match(pattern, decode ? {} : { decode: false })
  matchers.set(key, found)
  return found
}

function beforeQuery(target: string): string {
  const mark = target.indexOf('?')
  return mark === -1 ? target : target.slice(0, mark)
}
