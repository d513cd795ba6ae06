import { defineScope, memoryStore } from '@hallpass/core'
import { digestOfValid, idOf } from '../floor.js'
import { type Competitor, interleave } from '../measure/interleave.js'
import { costReport, ratioOf } from '../report/cost-table.js'
import { joined, type Report } from '../report/report.js'
import { passes, ROWS, validations } from '../subject/competitors.js'
import { flow, inTurn, type TokensUnderTest, tokensIn } from '../tokens-under-test.js'
import { type Effort, roundsOf } from './group.js'

const TOKENS: Readonly<Record<Effort, number>> = { glance: 4099, quick: 65_536, full: 65_536, large: 65_536 }
const many = defineScope({ name: 'many', routes: ['POST /x'], maxTtl: '1d', uses: 1_000_000_000 })

/** The memory store: every call beside format, SHA-256 and a look into a `Map`. */
export async function run(effort: Effort): Promise<Report> {
  const tokens = await tokensIn(memoryStore(), TOKENS[effort], [many])
  const ready = Promise.resolve({ ok: true })
  const competitors: readonly Competitor[] = [
    floorOf(tokens),
    { name: AWAIT, call: () => ready.then(passes) },
    ...(await validations(tokens)),
    await consuming(tokens),
    { name: 'mint', call: () => tokens.service.mint(flow, { resourceId: 'f-new' }) },
  ]
  const measured = await interleave(competitors, roundsOf(effort))
  const table = costReport(`Memory store, ${TOKENS[effort]} tokens`, measured, { 'memory validate': ROWS.validate })
  const beyondAwait = (row: string) => ratioOf(measured, row) - ratioOf(measured, AWAIT)
  const against = (row: string) => beyondAwait(row) / ratioOf(measured, ROWS.validate)
  const figures = {
    'missing against success': against(ROWS.missing),
    'malformed against success': against(ROWS.malformed),
    'unknown against success': against(ROWS.unknown),
  }
  return joined([table, { tables: [], figures }])
}

/** What a caller pays to wait for an answer that is there already: it is no part of a refusal. */
const AWAIT = 'control: an answer that is there'

function floorOf({ all, next }: TokensUnderTest): Competitor {
  const digests = new Map(all.map(({ text }) => [idOf(text), digestOfValid(text)]))
  return {
    name: 'floor: format, SHA-256, Map.get',
    call: () => {
      const { text } = next()
      if (digestOfValid(text) !== digests.get(idOf(text))) throw new Error('the floor is wrong')
    },
  }
}

async function consuming({ service }: TokensUnderTest): Promise<Competitor> {
  const minted = await Promise.all(Array.from({ length: 257 }, () => service.mint(many)))
  const next = inTurn(minted.map(({ token }) => token))
  return { name: 'consume', call: () => service.consume(next(), { method: 'POST', target: '/x' }).then(passes) }
}
