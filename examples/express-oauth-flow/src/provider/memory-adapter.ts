import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider'

/** Keeps the provider's sessions, grants and codes in this process. A real provider keeps them in a database. */
export function memoryAdapter(): AdapterFactory {
  const kept = new Map<string, Kept>()
  return (model) => adapterFor(kept, model)
}

interface Kept {
  readonly payload: AdapterPayload
  readonly until: number
}

function adapterFor(kept: Map<string, Kept>, model: string): Adapter {
  const keyOf = (id: string) => `${model}:${id}`
  const live = (found: Kept | undefined) => (found && found.until > Date.now() ? found.payload : undefined)
  const liveWhere = (fits: (payload: AdapterPayload) => boolean) =>
    live([...kept].find(([key, { payload }]) => key.startsWith(keyOf('')) && fits(payload))?.[1])

  return {
    upsert: async (id, payload, expiresIn) => {
      const until = expiresIn === undefined ? Number.POSITIVE_INFINITY : Date.now() + expiresIn * 1000
      kept.set(keyOf(id), { payload, until })
    },
    find: async (id) => live(kept.get(keyOf(id))),
    findByUid: async (uid) => liveWhere((payload) => payload.uid === uid),
    findByUserCode: async (userCode) => liveWhere((payload) => payload.userCode === userCode),
    consume: async (id) => {
      const found = kept.get(keyOf(id))
      if (found) kept.set(keyOf(id), { ...found, payload: { ...found.payload, consumed: epochSeconds() } })
    },
    destroy: async (id) => void kept.delete(keyOf(id)),
    revokeByGrantId: async (grantId) => {
      for (const [key, { payload }] of kept) if (payload.grantId === grantId) kept.delete(key)
    },
  }
}

function epochSeconds(): number {
  return Math.floor(Date.now() / 1000)
}
