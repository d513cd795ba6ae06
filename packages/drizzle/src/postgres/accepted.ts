/** A pool of `pg`: `new Pool({ connectionString, connectionTimeoutMillis: 2000 })`. */
export interface PostgresPool {
  readonly totalCount: number
  readonly idleCount: number
  readonly waitingCount: number
  connect(): Promise<unknown>
  end(): Promise<void>
}

/** A Postgres in this process, by `@electric-sql/pglite`. */
export interface PGliteClient {
  readonly closed: boolean
  query(text: string, values?: unknown[], options?: object): Promise<unknown>
  transaction(steps: unknown): Promise<unknown>
}

/** A drizzle database on a pool of `pg`, or on PGlite. */
export interface DrizzlePostgresDatabase {
  readonly $client: PostgresPool | PGliteClient
}

/** Where a store can keep its records: a URL, a pool, or a drizzle database. */
export type PostgresDatabase = string | PostgresPool | DrizzlePostgresDatabase
