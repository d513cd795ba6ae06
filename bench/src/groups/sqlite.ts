import { join } from 'node:path'
import { createTokenService, defineScope } from '@hallpass/core'
import { sqliteStore } from '@hallpass/drizzle/sqlite'
import Database from 'better-sqlite3'
import { digestOfValid, idOf } from '../floor.js'
import { type Competitor, interleave } from '../measure/interleave.js'
import { costReport, ratioOf } from '../report/cost-table.js'
import { joined, type Report } from '../report/report.js'
import { passes, ROWS, refused, validated, validations } from '../subject/competitors.js'
import { fillSqlite } from '../subject/filled-sqlite.js'
import { temporaryFolder } from '../subject/temporary.js'
import { flow, inTurn } from '../tokens-under-test.js'
import { type Effort, roundsOf } from './group.js'

const SIZES: Readonly<Record<Effort, readonly number[]>> = {
  glance: [1000],
  quick: [1000, 100_000],
  full: [1000, 1_000_000],
  large: [1000, 1_000_000, 10_000_000],
}
const DAY = 86_400_000
const many = defineScope({ name: 'many', routes: ['POST /x'], maxTtl: '1d', uses: 1_000_000_000 })
const once = defineScope({ name: 'once', routes: ['POST /x'], maxTtl: '1d', uses: 1 })
const POST = { method: 'POST', target: '/x' } as const

/** SQLite: every call beside the same hash and the same raw statement, and a large file beside a small one. */
export async function run(effort: Effort): Promise<Report> {
  const folder = temporaryFolder()
  const worlds = await Promise.all(SIZES[effort].map((count) => openWorld(join(folder.path, `${count}.db`), count)))
  const reports: Report[] = []
  for (const world of worlds) reports.push(await reading(world, effort), await consuming(world, effort))
  reports.push(await growth(worlds, effort))
  for (const { client, store } of worlds) {
    client.close()
    await store.close()
  }
  folder.remove()
  return joined(reports)
}

async function openWorld(path: string, count: number) {
  const all = await fillSqlite({ path, count, expiresIn: () => DAY })
  const store = sqliteStore(path, { durability: 'process' })
  const service = createTokenService({ scopes: [flow, many, once], store })
  const client = new Database(path)
  client.pragma('mmap_size = 2147418112')
  client.pragma('synchronous = NORMAL')
  return { count, store, service, client, all, next: inTurn(all) }
}

type World = Awaited<ReturnType<typeof openWorld>>

async function reading(world: World, effort: Effort): Promise<Report> {
  const { client, next, count } = world
  const object = client.prepare('SELECT * FROM hallpass_tokens WHERE id = ?')
  const list = client.prepare('SELECT * FROM hallpass_tokens WHERE id = ?').raw()
  const floor = (name: string, statement: typeof object): Competitor => ({
    name,
    call: () => {
      const { text } = next()
      if (digestOfValid(text) === undefined || !statement.get(idOf(text))) throw new Error('the floor is wrong')
    },
  })
  const competitors = [
    floor('floor: format, SHA-256, one prepared get', object),
    floor('the same, the row as a list', list),
    ...(await validations(world)),
    { name: 'mint', call: () => world.service.mint(flow, { resourceId: 'f-new' }) },
  ]
  const measured = await interleave(competitors, roundsOf(effort))
  return costReport(`SQLite, ${count} tokens, durability 'process'`, measured, {
    [`sqlite ${count} validate`]: ROWS.validate,
  })
}

async function consuming({ service, client, count }: World, effort: Effort): Promise<Report> {
  const minted = async () => Promise.all(Array.from({ length: 257 }, () => service.mint(many)))
  const next = inTurn(await minted())
  const gone = await service.mint(once)
  await service.consume(gone.token, POST)
  const competitors: readonly Competitor[] = [
    { name: 'floor: that get, and one guarded update', call: guardedUpdate(client, await minted()) },
    { name: CONSUME, call: () => service.consume(next().token, POST).then(passes) },
    { name: SECOND, call: () => refused(service.consume(gone.token, POST)) },
  ]
  const measured = await interleave(competitors, roundsOf(effort))
  const report = costReport(`SQLite, consume among ${count} tokens, durability 'process'`, measured, {
    [`sqlite ${count} consume`]: CONSUME,
  })
  const second = ratioOf(measured, SECOND) / ratioOf(measured, CONSUME)
  return joined([report, { tables: [], figures: { [`sqlite ${count} second consume`]: second } }])
}

const CONSUME = 'consume'
const SECOND = 'a second consume of a single use'

function guardedUpdate(
  client: Database.Database,
  rows: readonly { readonly id: string; readonly token: string }[],
): () => void {
  const get = client.prepare('SELECT * FROM hallpass_tokens WHERE id = ?')
  const update = client.prepare('UPDATE hallpass_tokens SET version = version + 1 WHERE id = ? AND version = ?')
  const versions = new Map(rows.map(({ id }) => [id, 1]))
  const next = inTurn(rows)
  return () => {
    const { id, token } = next()
    const version = versions.get(id) ?? 1
    versions.set(id, version + 1)
    if (digestOfValid(token) === undefined || !get.get(id) || update.run(id, version).changes !== 1)
      throw new Error('the floor is wrong')
  }
}

/** `validate` among many tokens against the same among few. */
async function growth(worlds: readonly World[], effort: Effort): Promise<Report> {
  const name = (count: number) => `validate, ${count} tokens`
  const competitors = worlds.map(({ count, service, next }) => ({
    name: name(count),
    call: () => validated(service, next()),
  }))
  const figures = Object.fromEntries(worlds.map(({ count }) => [`sqlite growth to ${count}`, name(count)]))
  return costReport('SQLite, as it grows', await interleave(competitors, roundsOf(effort)), figures)
}
