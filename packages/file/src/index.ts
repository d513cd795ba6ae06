export type { DamagedRecord } from './damage.js'
export { fileStore } from './file-store.js'
export type { Durability, FileStoreOptions } from './options.js'
