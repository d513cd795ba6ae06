import type { TokenStore } from '@hallpass/core'

/** Opens a store that is new and empty. Each case opens one and closes it. */
export type OpenStore = () => TokenStore | Promise<TokenStore>

/** One thing that every store does. */
export interface ContractCase {
  /** What the store does, as a sentence. */
  readonly name: string
  /**
   * Runs the case on a store of its own.
   * @throws AssertionError where the store does otherwise
   */
  readonly run: (open: OpenStore) => Promise<void>
}

/** A case from its sentence and its steps. */
export function contractCase(name: string, steps: (store: TokenStore) => Promise<void>): ContractCase {
  return {
    name,
    run: async (open) => {
      const store = await open()
      try {
        await steps(store)
      } finally {
        await store.close()
      }
    },
  }
}
