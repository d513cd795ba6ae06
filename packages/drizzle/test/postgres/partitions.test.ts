import { idOf, recordOf, storeContract } from '@hallpass/store-contract'
import { describe, expect, it } from 'vitest'
import { migrate, postgresStore } from '../../src/postgres/index.js'
import { startMigrated } from './pglite.js'

/** As docs/scaling.md advises: by ranges of ids, which begin with the time of the mint. */
const PARTITIONS = `
  CREATE TABLE parted (LIKE hallpass_tokens INCLUDING ALL) PARTITION BY RANGE (id);
  DROP TABLE hallpass_tokens;
  ALTER TABLE parted RENAME TO hallpass_tokens;
  CREATE TABLE hallpass_tokens_early PARTITION OF hallpass_tokens FOR VALUES FROM (MINVALUE) TO ('0VkS2aQz00000003');
  CREATE TABLE hallpass_tokens_late PARTITION OF hallpass_tokens FOR VALUES FROM ('0VkS2aQz00000003') TO (MAXVALUE);`

const { client, database } = await startMigrated()
await client.exec(PARTITIONS)

describe('F6 a Postgres store whose tokens are in partitions', () => {
  it('is what migrate takes as it is', async () => {
    await migrate(database)
    const { rows } = await client.query("select relkind from pg_class where relname = 'hallpass_tokens'")
    expect(rows).toEqual([{ relkind: 'p' }])
  })

  it('has them where their ids say', async () => {
    const store = postgresStore(database)
    for (const id of [idOf(1), idOf(2), idOf(3)]) await store.insert(recordOf({ id }))
    const { rows } = await client.query('select tableoid::regclass::text as place from hallpass_tokens order by id')
    expect(rows.map((row) => (row as { place: string }).place)).toEqual([
      'hallpass_tokens_early',
      'hallpass_tokens_early',
      'hallpass_tokens_late',
    ])
  })

  it.each(storeContract)('$name', ({ run }) =>
    run(async () => {
      await client.exec('delete from hallpass_tokens; delete from hallpass_grants; delete from hallpass_live')
      return postgresStore(database)
    }),
  )
})
