import type { TokenStore } from '@hallpass/core'
import { openStore } from './stores/open-store.js'
import { resolvePeer } from './stores/peers.js'

/**
 * Opens a store by its URL: `memory:`, `sqlite:tokens.db`, `sqlite::memory:`, `file:./tokens`,
 * `postgres://user:password@host:5432/database`, whose tables are made where they are not there, with the parameters of `pg`,
 * `?sslmode=verify-full` for TLS, and `?prepared=false` behind a pooler that shares connections,
 * `redis://user:password@host:6379/0` and `rediss:` for TLS, which take `?cluster=true`, `?keyPrefix=…` and `?partitions=…`.
 * The packages that a kind of store needs are loaded only for it. A server must be there; `close()` ends the connections that
 * were opened here.
 * @throws HallpassError `ERR_OPTIONS`: an unknown scheme, or a package that is missing, with what to install;
 * `ERR_STORE` where the store cannot be opened. No text has a password in it
 */
export async function storeFromUrl(url: string): Promise<TokenStore> {
  return openStore(url, resolvePeer)
}
