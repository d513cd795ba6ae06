import { type Competitor, type Measured, summary } from './interleave.js'
import { shuffled } from './shuffled.js'

/** Calls under way at once, as in a server. */
const IN_FLIGHT = 64
const BATCHES = 6

/**
 * What calls to a server cost this process: its CPU time, and not the time that it waits. Rounds as in `interleave`. The
 * first competitor is the floor.
 */
export async function cpuCost(competitors: readonly Competitor[], rounds: number): Promise<readonly Measured[]> {
  for (const { call } of competitors) for (let warm = 0; warm < 10; warm++) await costOf(call)
  const costs = new Map<Competitor, number[]>(competitors.map((one) => [one, []]))
  for (let round = 0; round < rounds; round++)
    for (const competitor of shuffled(competitors)) costs.get(competitor)?.push(await costOf(competitor.call))
  const floor = costs.get(competitors[0] as Competitor) ?? []
  return competitors.map((one) => summary(one.name, costs.get(one) ?? [], floor))
}

/** Microseconds of CPU a call. */
async function costOf(call: () => unknown): Promise<number> {
  const before = process.cpuUsage()
  for (let batch = 0; batch < BATCHES; batch++) await Promise.all(Array.from({ length: IN_FLIGHT }, call))
  const { user, system } = process.cpuUsage(before)
  return (user + system) / (BATCHES * IN_FLIGHT)
}
