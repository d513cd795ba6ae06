import type { TokenStore } from '@hallpass/core'
import { openStore } from './stores/open-store.js'
import { resolvePeer } from './stores/peers.js'

/**
 * Opens a store by its URL: `memory:`, `sqlite:tokens.db`, `sqlite::memory:`, `file:./tokens`. The packages that a kind of
 * store needs are loaded only for it; `close()` ends whatever was opened here.
 * @throws HallpassError `ERR_OPTIONS`: an unknown scheme, or a package that is missing, with what to install;
 * `ERR_STORE` where the store cannot be opened
 */
export async function storeFromUrl(url: string): Promise<TokenStore> {
  return openStore(url, resolvePeer)
}
