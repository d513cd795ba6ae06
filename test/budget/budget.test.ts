import { fork } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'

/** A ratio of the benchmarks, and what it may be at most: about twice what it is, so that a slip is noticed and noise is not. */
type Budget = readonly [figure: string, most: number]

const BUDGETS: Readonly<Record<'memory' | 'sqlite' | 'scopes', readonly Budget[]>> = {
  memory: [
    ['memory validate', 5],
    ['missing against success', 0.1],
    ['malformed against success', 0.2],
    ['unknown against success', 1.5],
  ],
  sqlite: [
    ['sqlite 1000 validate', 2.2],
    ['sqlite 1000 consume', 2.6],
    ['sqlite 1000 second consume', 0.8],
  ],
  scopes: [
    ['scopes 1 to 1000', 5],
    ['routes 1 to 1000', 4],
  ],
}

describe('the budget', () => {
  for (const [group, budgets] of Object.entries(BUDGETS))
    it(`of ${group} is kept, with a margin for busy machines`, async () => {
      let over = overspent(await figuresOf(group), budgets)
      for (let again = 0; again < 5 && over.length > 0; again++) over = overspent(await figuresOf(group), budgets)
      expect(over).toEqual([])
    }, 600_000)
})

function overspent(figures: Readonly<Record<string, number>>, budgets: readonly Budget[]): readonly string[] {
  return budgets
    .filter(([figure, most]) => !((figures[figure] ?? Number.NaN) <= most))
    .map(([figure, most]) => `${figure}: ${figures[figure]?.toFixed(3)}, and at most ${most}`)
}

/** Runs a group of the benchmarks at a glance, in a process of its own, over the sources. */
async function figuresOf(group: string): Promise<Readonly<Record<string, number>>> {
  const program = new URL('../../bench/src/group-process.ts', import.meta.url)
  const execArgv = ['--conditions=@hallpass/source', '--import', 'tsx']
  const child = fork(program, [group, 'glance'], { execArgv })
  const [report] = (await once(child, 'message')) as [{ readonly figures: Readonly<Record<string, number>> }]
  return report.figures
}
