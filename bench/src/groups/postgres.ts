import { migrate, postgresStore } from '@hallpass/drizzle/postgres'
import pg from 'pg'
import { findProgram } from '../../../test/find-program.js'
import { startPostgres } from '../../../test/servers/postgres.js'
import type { Report } from '../report/report.js'
import type { Effort } from './group.js'
import { networked, notInstalled } from './networked.js'

const TEXT = 'SELECT * FROM hallpass_tokens WHERE id = $1'

/** Postgres, beside a named query on a pool of its own. */
export async function run(effort: Effort): Promise<Report> {
  const program = findProgram('postgres')
  if (program === undefined) return notInstalled('postgres')
  const server = await startPostgres(program)
  const connectionString = server.url(await server.newDatabase())
  const ours = new pg.Pool({ connectionString, max: 8, connectionTimeoutMillis: 5000 })
  const bare = new pg.Pool({ connectionString, max: 8 })
  await migrate(ours)
  const store = postgresStore(ours)
  const look = async (id: string) => (await bare.query({ name: 'look', text: TEXT, values: [id] })).rowCount === 1
  const report = await networked({ title: 'Postgres', figure: 'postgres cpu', store, look, effort })
  await store.close()
  await ours.end()
  await bare.end()
  await server.end()
  return report
}
