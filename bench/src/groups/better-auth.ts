import { join } from 'node:path'
import { createTokenService, defineScope } from '@hallpass/core'
import { sqliteStore } from '@hallpass/drizzle/sqlite'
import { sideBySide } from '../measure/side-by-side.js'
import { API_KEY, betterAuthPeers, ONE_TIME } from '../peers/better-auth.js'
import { costReport, ratioOf } from '../report/cost-table.js'
import { joined, type Report } from '../report/report.js'
import { passes, validated } from '../subject/competitors.js'
import { temporaryFolder } from '../subject/temporary.js'
import { tokensIn } from '../tokens-under-test.js'
import type { Effort } from './group.js'

const ROUNDS: Readonly<Record<Effort, number>> = { glance: 20, quick: 50, full: 300, large: 300 }
const WARM = 20
const once = defineScope({ name: 'once', routes: ['POST /x'], maxTtl: '1d', uses: 1 })

/** Calls that take a millisecond, one by one: better-auth writes when it verifies. */
export async function run(effort: Effort): Promise<Report> {
  const folder = temporaryFolder()
  const rounds = ROUNDS[effort]
  const store = sqliteStore(join(folder.path, 'tokens.db'), { durability: 'process' })
  const { service, next } = await tokensIn(store, 1009)
  const spending = createTokenService({ scopes: [once], store })
  const single = await Promise.all(Array.from({ length: rounds + WARM }, () => spending.mint(once)))
  const consume = () => spending.consume(single.pop()?.token, { method: 'POST', target: '/x' }).then(passes)
  const measured = await sideBySide(
    [
      { name: 'hallpass validate, SQLite', call: () => validated(service, next()) },
      { name: CONSUME, call: consume },
      ...(await betterAuthPeers(join(folder.path, 'auth.db'), rounds + WARM)),
    ],
    rounds,
  )
  await store.close()
  folder.remove()
  const figures = {
    'sqlite against better-auth api key': ratioOf(measured, API_KEY),
    'sqlite consume against better-auth one-time': ratioOf(measured, ONE_TIME) / ratioOf(measured, CONSUME),
  }
  return joined([costReport('better-auth, one call at a time', measured), { tables: [], figures }])
}

const CONSUME = 'hallpass consume of a single use, SQLite'
