import { join } from 'node:path'
import { createTokenService, defineScope } from '@hallpass/core'
import { sqliteStore } from '@hallpass/drizzle/sqlite'
import { interleave } from '../measure/interleave.js'
import { sideBySide } from '../measure/side-by-side.js'
import { API_KEY, betterAuthPeers, ONE_TIME } from '../peers/better-auth.js'
import { costReport, ratioOf } from '../report/cost-table.js'
import { joined, type Report } from '../report/report.js'
import { passes, validated } from '../subject/competitors.js'
import { temporaryFolder } from '../subject/temporary.js'
import { tokensIn } from '../tokens-under-test.js'
import { type Effort, roundsOf } from './group.js'

const ROUNDS: Readonly<Record<Effort, number>> = { glance: 20, quick: 50, full: 300, large: 300 }
const WARM = 20
const once = defineScope({ name: 'once', routes: ['POST /x'], maxTtl: '1d', uses: 1 })

/**
 * Keys in slices, as all peers. One-time tokens are gone with their use, so they are measured call by call; there each call
 * finds the caches as another one left them.
 */
export async function run(effort: Effort): Promise<Report> {
  const folder = temporaryFolder()
  const rounds = ROUNDS[effort]
  const store = sqliteStore(join(folder.path, 'tokens.db'), { durability: 'process' })
  const { service, next } = await tokensIn(store, 1009)
  const spending = createTokenService({ scopes: [once], store })
  const single = await Promise.all(Array.from({ length: rounds + WARM }, () => spending.mint(once)))
  const consume = () => spending.consume(single.pop()?.token, { method: 'POST', target: '/x' }).then(passes)
  const validate = { name: VALIDATE, call: () => validated(service, next()) }
  const [apiKey, oneTime] = await betterAuthPeers(join(folder.path, 'auth.db'), rounds + WARM)
  const slices = await interleave([validate, apiKey], roundsOf(effort))
  const calls = await sideBySide([validate, { name: CONSUME, call: consume }, apiKey, oneTime], rounds)
  await store.close()
  folder.remove()
  const figures = { 'sqlite consume against better-auth one-time': ratioOf(calls, ONE_TIME) / ratioOf(calls, CONSUME) }
  return joined([
    costReport('better-auth, API keys in slices', slices, { 'sqlite against better-auth api key': API_KEY }),
    costReport('better-auth, one call at a time', calls),
    { tables: [], figures },
  ])
}

const VALIDATE = 'hallpass validate, SQLite'
const CONSUME = 'hallpass consume of a single use, SQLite'
