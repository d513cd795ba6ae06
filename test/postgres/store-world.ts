import { migrate, type PostgresStoreOptions, postgresStore } from '@hallpass/drizzle/postgres'
import { recordOf } from '@hallpass/store-contract'
import pg from 'pg'
import { onTestFinished } from 'vitest'
import type { PostgresServer } from '../servers/postgres.js'
import { startTcpProxy } from '../servers/tcp-proxy.js'

/** A database with the tables of the store; gives its name. */
export async function newStoreDatabase(server: PostgresServer, words = ''): Promise<string> {
  const database = await server.newDatabase(words)
  await migrate(server.url(database))
  return database
}

/** The same, with one record. */
export async function newFilledDatabase(server: PostgresServer): Promise<string> {
  const database = await newStoreDatabase(server)
  const store = postgresStore(server.url(database))
  await store.insert(recordOf())
  await store.close()
  return database
}

/** A store on a URL, closed at the end of the test. */
export function openStore(url: string, options: PostgresStoreOptions = {}) {
  const store = postgresStore(url, options)
  onTestFinished(() => store.close())
  return store
}

/** A pool as an application has one, ended at the end of the test. */
export function applicationPool(connectionString: string, options: pg.PoolConfig = {}): pg.Pool {
  const pool = new pg.Pool({ connectionString, connectionTimeoutMillis: 2000, ...options })
  onTestFinished(() => pool.end())
  return pool
}

/** A proxy in front of the server, closed at the end of the test. */
export async function proxied(server: PostgresServer) {
  const proxy = await startTcpProxy(server.port)
  onTestFinished(() => proxy.close())
  return proxy
}

/** A connection beside the store's, ended at the end of the test. */
export async function connectedClient(connectionString: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString })
  client.on('error', () => undefined)
  await client.connect()
  onTestFinished(() => client.end())
  return client
}
