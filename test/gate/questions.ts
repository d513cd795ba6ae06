import type { DialectName } from 'hallpass'
import { raw } from './world.js'

/** A request that a proxy asks about. */
export interface Asked {
  readonly method: string
  readonly target: string
  /** Further lines, as the client or the proxy sent them. */
  readonly lines?: readonly string[]
}

/** The header lines that tell a request, by dialect; `undefined` where the question has the request's own line. */
export const TOLD: Readonly<Record<DialectName, readonly [method: string, target: string] | undefined>> = {
  nginx: ['X-Original-Method', 'X-Original-URI'],
  traefik: ['X-Forwarded-Method', 'X-Forwarded-Uri'],
  caddy: ['X-Forwarded-Method', 'X-Forwarded-Uri'],
  envoy: undefined,
}

export const DIALECT_NAMES = Object.keys(TOLD) as DialectName[]

/** The question about a request, as the proxy puts it. */
export function question(dialect: DialectName, { method, target, lines = [] }: Asked): string {
  const told = TOLD[dialect]
  if (!told) return raw(method, target, lines)
  return raw('GET', '/', [`${told[0]}: ${method}`, `${told[1]}: ${target}`, ...lines])
}
