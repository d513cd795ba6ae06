import type { Measured } from './interleave.js'

/** One competitor whose call waits for a disk. */
export interface SlowCompetitor {
  readonly name: string
  readonly call: () => Promise<unknown>
}

/**
 * Lets all competitors make a call each, round by round: for calls that take milliseconds, and cannot be made in thousands.
 * The first competitor is the floor; times are medians.
 */
export async function sideBySide(competitors: readonly SlowCompetitor[], rounds = 200): Promise<readonly Measured[]> {
  const costs = competitors.map(() => [] as number[])
  for (let round = -WARM; round < rounds; round++)
    for (const [index, { call }] of competitors.entries()) {
      const begun = performance.now()
      await call()
      if (round >= 0) costs[index]?.push((performance.now() - begun) * 1000)
    }
  return competitors.map(({ name }, index) => measured(name, costs[index] ?? [], costs[0] ?? []))
}

const WARM = 20

function measured(name: string, costs: readonly number[], floor: readonly number[]): Measured {
  const ratios = costs.map((cost, round) => cost / (floor[round] ?? Number.NaN))
  return {
    name,
    microseconds: quantile(costs, 0.5),
    ratio: quantile(ratios, 0.5),
    spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
  }
}

function quantile(values: readonly number[], at: number): number {
  return [...values].sort((a, b) => a - b)[Math.floor((values.length - 1) * at)] ?? Number.NaN
}
