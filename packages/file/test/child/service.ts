import { createTokenService, defineScope } from '@hallpass/core'
import { type FileStoreOptions, fileStore } from '../../src/index.js'

/** A scope whose tokens are used once, one with fifty uses, and one that holds so many live ones. */
export const once = defineScope({ name: 'once', routes: 'none', maxTtl: '1h', uses: 1 })
export const often = defineScope({ name: 'often', routes: 'none', maxTtl: '1h', uses: 50 })
export const few = defineScope({ name: 'few', routes: 'none', maxTtl: '1h', maxLive: { total: 40, perSubject: 15 } })

/** A service as an application makes it, on a directory. */
export function serviceOn(directory: string, options: FileStoreOptions = {}) {
  const store = fileStore(directory, options)
  return { store, service: createTokenService({ scopes: [once, often, few], store }) }
}
