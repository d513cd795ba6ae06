import { createRequire } from 'node:module'
import { HallpassError } from '@hallpass/core'

/** Resolves the name of a package to a file, or throws. */
export type Resolve = (name: string) => string

/** What stores need beside hallpass, and what npm is told so that the version fits. */
export const PEERS = {
  'better-sqlite3': 'better-sqlite3@12',
  'drizzle-orm': 'drizzle-orm@0.45',
  pg: 'pg@8',
  ioredis: 'ioredis@6',
} as const

export type Peer = keyof typeof PEERS

/** Resolves as this package does. */
export const resolvePeer: Resolve = (name) => createRequire(import.meta.url).resolve(name)

/**
 * Refuses to go on without the packages that a kind of store needs.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function needPeers(scheme: string, peers: readonly Peer[], resolve: Resolve): void {
  const missing = peers.filter((peer) => !isThere(peer, resolve))
  if (missing.length === 0) return
  const named = missing.join(' and ')
  const command = `npm install ${missing.map((peer) => PEERS[peer]).join(' ')}`
  throw new HallpassError('ERR_OPTIONS', `a store at ${scheme} needs ${named}, not found here: ${command}`)
}

function isThere(peer: Peer, resolve: Resolve): boolean {
  try {
    resolve(peer)
    return true
  } catch {
    return false
  }
}
