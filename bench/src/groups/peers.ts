import { join } from 'node:path'
import { memoryStore } from '@hallpass/core'
import { sqliteStore } from '@hallpass/drizzle/sqlite'
import { type Competitor, interleave, type Measured } from '../measure/interleave.js'
import { JOSE_BATCH, JOSE_BATCH_SIZE, jsonWebTokens } from '../peers/json-web-tokens.js'
import { lookups } from '../peers/lookups.js'
import { sqliteSessions } from '../peers/sqlite-sessions.js'
import { costReport, ratioOf } from '../report/cost-table.js'
import { type Figures, joined, type Report } from '../report/report.js'
import { validated } from '../subject/competitors.js'
import { temporaryFolder } from '../subject/temporary.js'
import { type TokensUnderTest, tokensIn } from '../tokens-under-test.js'
import { type Effort, roundsOf } from './group.js'

const TOKENS = 1009
const MEMORY = 'hallpass validate, memory'
const SQLITE = 'hallpass validate, SQLite'

/** Peers in one process, in turn with ours. What they cannot do stands in the README of the benchmarks. */
export async function run(effort: Effort): Promise<Report> {
  const folder = temporaryFolder()
  const store = sqliteStore(join(folder.path, 'tokens.db'), { durability: 'process' })
  const memory = await tokensIn(memoryStore(), TOKENS)
  const sqlite = await tokensIn(store, TOKENS)
  const competitors: readonly Competitor[] = [
    ours(MEMORY, memory),
    ours(SQLITE, sqlite),
    ...lookups(memory),
    ...(await jsonWebTokens()),
    await sqliteSessions(join(folder.path, 'sessions.db')),
  ]
  const measured = perCall(await interleave(competitors, roundsOf(effort)))
  await store.close()
  folder.remove()
  return joined([
    costReport('Peers, one verification in process', measured),
    { tables: [], figures: { ...timesFaster('memory', measured, MEMORY), ...timesFaster('sqlite', measured, SQLITE) } },
  ])
}

function ours(name: string, { service, next }: TokensUnderTest): Competitor {
  return { name, call: () => validated(service, next()) }
}

/** The batch of jose counts by its calls. */
function perCall(measured: readonly Measured[]): readonly Measured[] {
  return measured.map((one) => (one.name === JOSE_BATCH ? divided(one, JOSE_BATCH_SIZE) : one))
}

function divided({ name, microseconds, ratio, spread }: Measured, by: number): Measured {
  return {
    name: `${name}, each`,
    microseconds: microseconds / by,
    ratio: ratio / by,
    spread: [spread[0] / by, spread[1] / by],
  }
}

function timesFaster(store: string, measured: readonly Measured[], our: string): Figures {
  const own = ratioOf(measured, our)
  return Object.fromEntries(measured.map(({ name, ratio }) => [`${store} against ${name}`, ratio / own]))
}
