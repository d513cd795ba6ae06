import type { InsertLimits, PageQuery, TokenStore } from '@hallpass/core'
import { postgresStore } from '@hallpass/drizzle/postgres'
import { grantOf, idOf, NOW, recordOf } from '@hallpass/store-contract'
import pg from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { describeWith } from '../describe-with.js'
import { type PostgresServer, startPostgres } from '../servers/postgres.js'
import { newStoreDatabase } from './store-world.js'

const TOKENS = 100_000

/** What each page is found by, among 100,000 tokens: an index in the order of the ids, so that a page costs its own rows. */
const PAGES: readonly (readonly [query: Omit<PageQuery, 'limit'>, index: string])[] = [
  [{}, 'hallpass_tokens_pkey'],
  [{ state: 'active' }, 'hallpass_tokens_pkey'],
  [{ scope: 'flows' }, 'hallpass_grants_pkey'],
  [{ scope: 'flows', state: 'active' }, 'hallpass_grants_pkey'],
  [{ scope: 'flows', resourceId: 'f-17' }, 'hallpass_grants_resource'],
  [{ scope: 'flows', resourceId: 'f-17', state: 'closed' }, 'hallpass_grants_resource'],
  [{ subject: 'user-17' }, 'hallpass_tokens_subject'],
  [{ createdBy: 'agent-17' }, 'hallpass_tokens_creator'],
  [{ parent: idOf(17) }, 'hallpass_tokens_parent'],
  [{ state: 'pending' }, 'hallpass_tokens_pending'],
  [{ state: 'closed' }, 'hallpass_tokens_closed'],
  [{ closedAs: 'denied' }, 'hallpass_tokens_closed'],
  [{ scope: 'flows', state: 'pending' }, 'hallpass_tokens_pending'],
  [{ scope: 'flows', subject: 'user-17' }, 'hallpass_tokens_subject'],
]

describeWith('postgres', `a Postgres store of ${TOKENS} tokens`, (program) => {
  let server: PostgresServer
  let url: string
  let client: pg.Client
  beforeAll(async () => {
    server = await startPostgres(program)
    const database = await newStoreDatabase(server)
    url = server.url(database)
    await server.run(database, FILLING)
    await server.run(database, 'vacuum analyze')
    client = new pg.Client({ connectionString: url })
    await client.connect()
  })
  afterAll(async () => {
    await client.end()
    await server.end()
  })

  it.each(PAGES)('finds the page %o by an index, without sorting', async (query, index) => {
    const { text, values } = await asked(url, (store) => store.page({ limit: 10, after: idOf(500), ...query }))
    const plan = await planOf(client, text, values)
    expect(plan).toContain(index)
    expect(plan).not.toMatch(/Seq Scan|Sort/)
    expect(rowsRead(await planOf(client, text, values, 'analyze, timing off'))).toBeLessThan(1000)
  })

  it.each([
    ['a find', 'hallpass_tokens_pkey', (store) => store.find(idOf(17))],
    ['a replace', 'hallpass_tokens_pkey', (store) => store.replace(recordOf({ id: idOf(17), version: 9 }))],
    ['a sweep', 'hallpass_tokens_forget', (store) => store.sweep(NOW, 10)],
    ['a count', 'Index Only Scan using hallpass_tokens_live', (store) => store.count('files', NOW)],
    [
      'a mint with limits',
      'hallpass_tokens_whose',
      (store) => store.insert(recordOf(), { now: NOW, total: 50, perSubject: 5 }),
    ],
  ] as const satisfies readonly (readonly [string, string, (store: TokenStore) => Promise<unknown>])[])(
    'makes %s by an index: %s',
    async (_, index, call) => {
      const { text, values } = await asked(url, call)
      const plan = await planOf(client, text, values)
      expect(plan).toContain(index)
      expect(plan).not.toMatch(/Seq Scan on hallpass_(tokens|grants)/)
    },
  )

  it.each([{ total: 10_000_000, perSubject: 5 }, { total: 10 }])(
    'C10 mints with %o in as long as among few',
    async (limits) => {
      expect(await mintRatio(url, limits)).toBeLessThan(3)
    },
  )
})

/** How much longer a mint takes in the one scope than in the other: the median of pairs, taken in turn. */
async function mintRatio(url: string, limits: Omit<InsertLimits, 'now'>): Promise<number> {
  const store = postgresStore(url)
  const ratios: number[] = []
  for (let pair = 0; pair < 60; pair++) {
    const [many, few] = [await mint('flows'), await mint('few')]
    ratios.push(many / few)
  }
  await store.close()
  return ratios.sort((a, b) => a - b)[30] ?? Number.NaN

  async function mint(scope: string): Promise<number> {
    const id = newId('mint')
    const begun = performance.now()
    await store.insert(recordOf({ id, subject: id, grants: [grantOf({ scope })] }), { now: NOW, ...limits })
    return performance.now() - begun
  }
}

let minted = 0
const newId = (start: string) => `${start}${String(++minted).padStart(12, '0')}`

/** Nearly all of one scope and active, so that only the right index leads to the few others. */
const FILLING = `
  insert into hallpass_tokens (id, version, state, closed_as, created_at, expires_at, forget_at, changed_at, returned,
      scope, resource_id, grants, subject, created_by, parent, format, digest, attempts)
    select '0VkS2aQz' || lpad(n::text, 8, '0'), 1,
      case when n % 1000 = 1 then 'pending' when n % 1000 = 2 then 'closed' else 'active' end,
      case when n % 1000 = 2 then 'denied' end,
      ${NOW}, ${NOW} + n, ${NOW} + n, ${NOW}, 0,
      case when n % 100 = 3 then 'files' else 'flows' end, 'f-' || n % 5000, '[{"scope":"flows","anyResource":false,"routes":[]}]',
      'user-' || n % 5000, 'agent-' || n % 2000, '0VkS2aQz' || lpad((n % 5000)::text, 8, '0'), 'text', 'digest', '["a"]'
    from generate_series(1, ${TOKENS}) as n;
  insert into hallpass_grants (scope, token_id, position, resource_id) select scope, id, 0, resource_id from hallpass_tokens`

/** The last statement that a call sends, with its values. */
async function asked(url: string, call: (store: TokenStore) => Promise<unknown>) {
  const queries = vi.spyOn(pg.Client.prototype, 'query')
  const store = postgresStore(url)
  await call(store)
  const sent = queries.mock.calls.map(([query]) => query as unknown as { text: string; values?: unknown[] })
  queries.mockRestore()
  await store.close()
  const { text, values = [] } = sent.filter((query) => query.text.includes('hallpass_')).at(-1) ?? { text: '' }
  return { text, values }
}

async function planOf(client: pg.Client, text: string, values: unknown[], how = 'costs off'): Promise<string> {
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`explain (${how}) ${text}`, values)
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

/** How many rows the plan's steps gave or threw away, taken together. */
function rowsRead(plan: string): number {
  const given = [...plan.matchAll(/actual rows=(\d+) loops=(\d+)/g)].map(
    ([, rows, loops]) => Number(rows) * Number(loops),
  )
  const removed = [...plan.matchAll(/Rows Removed by .*: (\d+)/g)].map(([, rows]) => Number(rows))
  return [...given, ...removed].reduce((sum, rows) => sum + rows, 0)
}
