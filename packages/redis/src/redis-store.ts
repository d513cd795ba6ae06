import { HallpassError, type TokenStore } from '@hallpass/core'
import type { Driver } from './client/driver.js'
import { driverOf } from './client/driver-of.js'
import type { RedisClient } from './client/redis-client.js'
import { count } from './count.js'
import { find } from './find.js'
import { createInsert } from './insert.js'
import { layoutOf } from './keys.js'
import { createSuspects } from './ledger/suspects.js'
import { createLine } from './line.js'
import { openOnce } from './open.js'
import { type RedisSettings, type RedisStoreOptions, readOptions } from './options.js'
import { page } from './page.js'
import { replace } from './replace.js'
import type { Site } from './site.js'
import { createStamps } from './stamp.js'
import { sweep } from './sweep.js'

/**
 * Keeps records in Redis or Valkey, on one server or on a cluster, for any number of machines.
 *
 * The client is the application's: the store neither connects it again nor ends it. While it is not connected, calls are
 * refused and not queued.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function redisStore(client: RedisClient, options: RedisStoreOptions = {}): TokenStore {
  const driver = driverOf(client)
  return storeOn(driver, readOptions(options, driver.isCluster))
}

/**
 * The store, on a driver that is handed in.
 * @param patience how long a record may be under way between two steps, in milliseconds
 */
export function storeOn(driver: Driver, settings: RedisSettings, patience = 5 * settings.commandTimeout): TokenStore {
  const line = createLine(driver, settings)
  const layout = layoutOf(settings)
  const site: Site = { line, layout, suspects: createSuspects(patience), nextStamp: createStamps() }
  const open = openOnce(site, settings)
  const insert = createInsert(site)
  let closed = false
  return {
    insert: (record, limits) => step(() => insert(record, limits)),
    find: (id) => step(() => find(site, id)),
    replace: (next) => step(() => replace(site, next)),
    page: (query) => step(() => page(site, query)),
    count: (scope, now) => step(() => count(site, scope, now)),
    sweep: (before, limit) => step(() => sweep(site, before, limit)),
    close: async () => {
      closed = true
    },
  }

  function step<T>(work: () => Promise<T>): Promise<T> {
    if (closed) return Promise.reject(new HallpassError('ERR_STORE', 'the Redis store is closed'))
    const opening = open()
    return opening ? opening.then(work) : work()
  }
}
