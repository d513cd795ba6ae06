/** One competitor: runs its work so many times, and keeps what comes out so that nothing is optimised away. */
export interface Competitor {
  readonly name: string
  run(times: number): unknown
}

/** What one competitor cost, against the floor of the same run. */
export interface Measured {
  readonly name: string
  /** Microseconds, the lower quartile of the slices: the cost without interruptions. */
  readonly microseconds: number
  /** The median over rounds of its cost against the floor's cost in the same round. */
  readonly ratio: number
  /** The middle half of those ratios. */
  readonly spread: readonly [low: number, high: number]
}

export interface RunOptions {
  readonly rounds?: number
  /** Milliseconds that one competitor works before the next has its turn. */
  readonly slice?: number
}

/**
 * Lets all competitors work in short slices, in a random order that changes each round: on a machine whose speed drifts,
 * only what was measured side by side can be compared. The first competitor is the floor.
 */
export async function interleave(
  competitors: readonly Competitor[],
  options: RunOptions = {},
): Promise<readonly Measured[]> {
  const { rounds = 200, slice = 4 } = options
  const times = new Map<string, number>()
  for (const competitor of competitors) times.set(competitor.name, await timesPerSlice(competitor, slice))
  const costs = new Map<string, number[]>(competitors.map(({ name }) => [name, []]))
  for (let round = 0; round < rounds; round++)
    for (const competitor of shuffled(competitors))
      costs.get(competitor.name)?.push(await costOf(competitor, times.get(competitor.name) ?? 1))
  const floor = costs.get(competitors[0]?.name ?? '') ?? []
  return competitors.map(({ name }) => measured(name, costs.get(name) ?? [], floor))
}

/** Microseconds a call. */
async function costOf(competitor: Competitor, times: number): Promise<number> {
  const begun = performance.now()
  await competitor.run(times)
  return ((performance.now() - begun) * 1000) / times
}

/** Warms up, and finds how many calls fill a slice. */
async function timesPerSlice(competitor: Competitor, slice: number): Promise<number> {
  for (let warm = 0; warm < 20; warm++) await competitor.run(500)
  const cost = Math.min(await costOf(competitor, 500), await costOf(competitor, 500))
  return Math.max(1, Math.round((slice * 1000) / cost))
}

function measured(name: string, costs: readonly number[], floor: readonly number[]): Measured {
  const ratios = costs.map((cost, round) => cost / (floor[round] ?? Number.NaN))
  return {
    name,
    microseconds: quantile(costs, 0.25),
    ratio: quantile(ratios, 0.5),
    spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
  }
}

function quantile(values: readonly number[], at: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor((sorted.length - 1) * at)] ?? Number.NaN
}

function shuffled<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, order: Math.random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item)
}
