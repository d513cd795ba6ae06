import { randomBytes } from 'node:crypto'
import { createTokenService, defineScope, memoryStore, type TokenService, type TokenStore } from '@hallpass/core'

export const flow = defineScope({
  name: 'flow',
  routes: ['GET /flows/:flowId', 'POST /flows/:flowId/start'],
  resource: 'flowId',
  maxTtl: '15m',
})

export const download = defineScope({
  name: 'download',
  routes: [{ method: 'GET', path: '/files/:fileId', spends: true }, 'POST /files/:fileId'],
  resource: 'fileId',
  uses: 1,
  maxTtl: '1h',
})

/** How often the store was read. */
export interface CountedStore extends TokenStore {
  readonly reads: number
  /** Makes every call from now on throw. */
  failWith(error: Error): void
}

export function countedStore(): CountedStore {
  const store = memoryStore()
  let reads = 0
  let failure: Error | undefined
  return {
    ...store,
    get reads() {
      return reads
    },
    failWith(error) {
      failure = error
    },
    async find(id) {
      reads++
      if (failure) throw failure
      return store.find(id)
    },
  }
}

/** A service over its own store, with a clock that a test turns. */
export function createService(): { service: TokenService; store: CountedStore; clock: { now: number } } {
  const store = countedStore()
  const clock = { now: 1_700_000_000_000 }
  const service = createTokenService({ scopes: [flow, download], store, now: () => clock.now })
  return { service, store, clock }
}

/** A text of the right shape that this service never minted. */
export async function strangeToken(): Promise<string> {
  const elsewhere = createTokenService({ scopes: [flow], store: memoryStore(), random: (size) => randomBytes(size) })
  return (await elsewhere.mint(flow, { resourceId: 'f-1' })).token
}
