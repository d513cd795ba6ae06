import { migrate, postgresStore } from '@hallpass/drizzle/postgres'
import { storeContract } from '@hallpass/store-contract'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { type PostgresServer, startPostgres } from '../servers/postgres.js'

/** A database that does not order texts by their bytes. */
const BY_LANGUAGE = "TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE 'en' LOCALE 'C'"

describeWith('postgres', 'F6 a Postgres store on a server', (program) => {
  let server: PostgresServer
  let url: string
  let pool: pg.Pool
  beforeAll(async () => {
    server = await startPostgres(program)
    url = server.url(await server.newDatabase(BY_LANGUAGE))
    await migrate(url)
    pool = new pg.Pool({ connectionString: url, connectionTimeoutMillis: 5000 })
  })
  afterAll(async () => {
    await pool.end()
    await server.end()
  })

  describe('given a URL, in a database ordered by a language', () => {
    it.each(storeContract)('$name', ({ run }) =>
      run(async () => {
        await empty(pool)
        return postgresStore(url)
      }),
    )
  })

  describe('given a drizzle database on a pool, behind which nothing stays prepared', () => {
    it.each(storeContract)('$name', ({ run }) =>
      run(async () => {
        await empty(pool)
        return postgresStore(drizzle({ client: pool }), { prepared: false })
      }),
    )
  })
})

async function empty(pool: pg.Pool): Promise<void> {
  await pool.query('delete from hallpass_tokens; delete from hallpass_grants; delete from hallpass_live')
}
