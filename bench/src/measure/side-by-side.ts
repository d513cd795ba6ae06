import { type Competitor, type Measured, summary } from './interleave.js'

/**
 * Lets all competitors make a call each, round by round: for calls that wait for a disk or a server and cannot be made in
 * thousands. The first competitor is the floor.
 */
export async function sideBySide(competitors: readonly Competitor[], rounds: number): Promise<readonly Measured[]> {
  const costs = competitors.map(() => [] as number[])
  for (let round = -WARM; round < rounds; round++)
    for (const [index, { call }] of competitors.entries()) {
      const begun = performance.now()
      await call()
      if (round >= 0) costs[index]?.push((performance.now() - begun) * 1000)
    }
  return competitors.map(({ name }, index) => summary(name, costs[index] ?? [], costs[0] ?? []))
}

const WARM = 20
