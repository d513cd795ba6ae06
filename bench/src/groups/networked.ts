import type { TokenStore } from '@hallpass/core'
import { digestOfValid, idOf } from '../floor.js'
import { cpuCost } from '../measure/cpu-cost.js'
import { costReport } from '../report/cost-table.js'
import type { Report } from '../report/report.js'
import { validations } from '../subject/competitors.js'
import { flow, tokensIn } from '../tokens-under-test.js'
import type { Effort } from './group.js'

export interface Networked {
  readonly title: string
  /** The name of the figure that is held against a goal. */
  readonly figure: string
  readonly store: TokenStore
  /** The bare command that looks a token up, and whether it was there. */
  readonly look: (id: string) => Promise<boolean>
  readonly effort: Effort
}

const TOKENS = 1009
const ROUNDS: Readonly<Record<Effort, number>> = { glance: 5, quick: 20, full: 80, large: 80 }

/** A store behind a server: the CPU of this process beside the same hash and the bare command. */
export async function networked({ title, figure, store, look, effort }: Networked): Promise<Report> {
  const tokens = await tokensIn(store, TOKENS)
  const floor = async () => {
    const { text } = tokens.next()
    if (digestOfValid(text) === undefined || !(await look(idOf(text)))) throw new Error('the floor is wrong')
  }
  const competitors = [
    { name: 'floor: format, SHA-256, the bare command', call: floor },
    ...(await validations(tokens)),
    { name: 'mint', call: () => tokens.service.mint(flow, { resourceId: 'f-new' }) },
  ]
  const measured = await cpuCost(competitors, ROUNDS[effort])
  return costReport(`${title}, CPU of the client, 64 calls under way`, measured, { [figure]: 'validate' })
}

/** What is told where the server's program is not installed. */
export function notInstalled(program: string): Report {
  const rows = [[`${program} is not installed`]]
  return { tables: [{ title: program, columns: ['skipped'], rows }], figures: {} }
}
