import { memoryStore } from '@hallpass/core'
import { sqliteStore } from '@hallpass/drizzle/sqlite'
import { fileStore } from '@hallpass/file'
import { storeContract } from '@hallpass/store-contract'
import Database from 'better-sqlite3'
import { drizzle } from 'drizzle-orm/better-sqlite3'
import { describe, it } from 'vitest'
import { newDirectory } from './new-directory.js'

describe('memory store', () => {
  it.each(storeContract)('F6 $name', ({ run }) => run(memoryStore))
})

describe('SQLite store on a path', () => {
  it.each(storeContract)('F6 $name', ({ run }) => run(() => sqliteStore(`${newDirectory()}/tokens.db`)))
})

describe('SQLite store on a drizzle database', () => {
  it.each(storeContract)('F6 $name', ({ run }) =>
    run(() => sqliteStore(drizzle({ client: new Database(':memory:', { timeout: 100 }) }))),
  )
})

describe('file store', () => {
  it.each(storeContract)('F6 $name', ({ run }) => run(() => fileStore(`${newDirectory()}/tokens`)))
})
