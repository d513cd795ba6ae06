import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTokenService, memoryStore, type TokenService, type TokenStore } from '@hallpass/core'
import type { AppSetup, Framework, Seen } from './apps/app-setup.js'
import { ALL_SCOPES } from './scopes.js'

/** A service and its store, whose clock, switch and health a test turns, and an application over them that listens. */
export interface World {
  readonly service: TokenService
  readonly seen: readonly Seen[]
  readonly server: Server
  readonly port: number
  /** How often the store was read. */
  readonly reads: () => number
  readonly turn: Turnable
  close(): Promise<void>
}

/** What a test turns. */
export interface Turnable {
  now: number
  enabled: boolean
  storeFails: boolean
}

/** Starts an application of a framework over a new service. */
export async function startWorld(framework: Framework, setup: Omit<AppSetup, 'service' | 'saw'>): Promise<World> {
  const turn: Turnable = { now: 1_700_000_000_000, enabled: true, storeFails: false }
  const { store, reads } = turnableStore(turn)
  const service = createTokenService({ scopes: ALL_SCOPES, store, now: () => turn.now, enabled: () => turn.enabled })
  const seen: Seen[] = []
  const server = createServer(framework.build({ ...setup, service, saw: (one) => seen.push(one) }))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  return { service, seen, server, port: (server.address() as AddressInfo).port, reads, turn, close }
}

function turnableStore(turn: Turnable): { readonly store: TokenStore; readonly reads: () => number } {
  const store = memoryStore()
  let reads = 0
  const find: TokenStore['find'] = async (id) => {
    reads++
    if (turn.storeFails) throw new Error('the store is down')
    return store.find(id)
  }
  return { store: { ...store, find }, reads: () => reads }
}
