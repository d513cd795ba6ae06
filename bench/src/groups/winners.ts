import { join } from 'node:path'
import { findProgram } from '../../../test/find-program.js'
import { startPostgres } from '../../../test/servers/postgres.js'
import { startRedis } from '../../../test/servers/redis.js'
import type { Figures, Report } from '../report/report.js'
import { temporaryFolder } from '../subject/temporary.js'
import { PROCESSES, type Raced, race, USES_AT_ONCE } from '../winners/race.js'
import type { Effort } from './group.js'

const TOKENS: Readonly<Record<Effort, number>> = { glance: 2, quick: 5, full: 20, large: 20 }

/** Single-use tokens that six processes use at once, on every store that processes can share. */
export async function run(effort: Effort): Promise<Report> {
  const raced: [store: string, tokens: readonly Raced[]][] = []
  for (const [store, withUrl] of Object.entries(STORES))
    await withUrl(async (url) => void raced.push([store, await race(url, TOKENS[effort])]))
  return {
    tables: [
      {
        title: `Single-use tokens, each used ${USES_AT_ONCE} times at once by ${PROCESSES} processes`,
        columns: ['store', 'tokens', 'won, of each', 'refused as consumed', 'any other end'],
        rows: raced.map(([store, tokens]) => [store, ...shown(tokens)]),
      },
    ],
    figures: Object.fromEntries(raced.map(figureOf)),
  }
}

function shown(tokens: readonly Raced[]): readonly string[] {
  const wins = tokens.map(({ won }) => won)
  const taken = tokens.reduce((sum, one) => sum + one.taken, 0)
  const others = tokens.flatMap((one) => one.others)
  return [
    `${tokens.length}`,
    [...new Set(wins)].join(', '),
    `${taken}`,
    others[0] ? `${others.length}: ${others[0]}` : '0',
  ]
}

/** The number of winners that is farthest from one. */
function figureOf([store, tokens]: readonly [string, readonly Raced[]]): readonly [string, Figures[string]] {
  const farthest = tokens.reduce((far, { won }) => (Math.abs(won - 1) > Math.abs(far - 1) ? won : far), 1)
  return [`winners ${store}`, farthest]
}

type WithUrl = (use: (url: string) => Promise<void>) => Promise<void>

/** Each store by a URL that several processes open. One whose server is not installed is left out. */
const STORES: Readonly<Record<string, WithUrl>> = {
  sqlite: (use) => inFolder((folder) => use(`sqlite:${join(folder, 'tokens.db')}`)),
  file: (use) => inFolder((folder) => use(`file:${join(folder, 'tokens')}`)),
  redis: async (use) => {
    const program = findProgram('redis-server')
    if (program === undefined) return
    const server = await startRedis(program)
    await use(server.url).finally(server.stop)
  },
  postgres: async (use) => {
    const program = findProgram('postgres')
    if (program === undefined) return
    const server = await startPostgres(program)
    await use(server.url(await server.newDatabase())).finally(server.end)
  },
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const { path, remove } = temporaryFolder()
  await use(path).finally(remove)
}
