import { storeContract } from '@hallpass/store-contract'
import { describe, it } from 'vitest'
import { postgresStore } from '../../src/postgres/index.js'
import { startWithTablesOfTheApplication } from './pglite.js'

const { client, database } = await startWithTablesOfTheApplication()

describe('F6 a Postgres store in this process, on tables from migrations of the application', () => {
  it.each(storeContract)('$name', ({ run }) =>
    run(async () => {
      await client.exec('delete from hallpass_tokens; delete from hallpass_grants; delete from hallpass_live')
      return postgresStore(database)
    }),
  )
})
