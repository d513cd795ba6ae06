import { quantile } from './quantile.js'
import { shuffled } from './shuffled.js'

/** One of those that are compared: each call does its work once, and throws at a wrong answer. */
export interface Competitor {
  readonly name: string
  readonly call: () => unknown
}

/** What one competitor cost, beside the first one of the same run. */
export interface Measured {
  readonly name: string
  /** Microseconds of CPU a call: the lower quartile over the rounds, the cost without interruptions. */
  readonly microseconds: number
  /** The median over the rounds of its cost against the first one's in the same round. */
  readonly ratio: number
  /** The middle half of those ratios. */
  readonly spread: readonly [low: number, high: number]
}

export interface Rounds {
  readonly rounds: number
  /** Milliseconds of CPU that a competitor works before the next has its turn. */
  readonly slice: number
}

/**
 * Lets all competitors work in short slices, in an order that changes each round: on a machine whose speed drifts, only
 * what was measured side by side can be compared. The first competitor is the floor.
 */
export async function interleave(
  competitors: readonly Competitor[],
  { rounds, slice }: Rounds,
): Promise<readonly Measured[]> {
  const lanes: Lane[] = []
  for (const { name, call } of competitors) lanes.push(await laneFor(name, call, slice))
  for (let round = 0; round < rounds; round++)
    for (const { costs, run, times } of shuffled(lanes)) costs.push(await costOf(run, times))
  const floor = lanes[0]?.costs ?? []
  return lanes.map(({ name, costs }) => summary(name, costs, floor))
}

interface Lane {
  readonly name: string
  readonly run: (times: number) => unknown
  /** How many calls fill a slice. */
  readonly times: number
  readonly costs: number[]
}

async function laneFor(name: string, call: Competitor['call'], slice: number): Promise<Lane> {
  const run = loopOver(call, call() instanceof Promise)
  let cost = await costOf(run, FIRST_CALLS)
  for (let warm = 0; warm < WARM_UPS; warm++)
    cost = Math.min(cost, await costOf(run, Math.max(1, Math.round(WARM_UP / cost))))
  return { name, run, times: Math.max(1, Math.round((slice * 1000) / cost)), costs: [] }
}

/** Microseconds of CPU. */
const WARM_UP = 10_000
const WARM_UPS = 20
const FIRST_CALLS = 10

/** What is not awaited by its users is not awaited here. */
function loopOver(call: () => unknown, isAsync: boolean): (times: number) => unknown {
  if (isAsync)
    return async (times) => {
      for (let index = 0; index < times; index++) kept = await call()
    }
  return (times) => {
    for (let index = 0; index < times; index++) kept = call()
  }
}

/** What comes out is kept, so that no call is optimised away. */
export let kept: unknown

/**
 * Microseconds a call, by the CPU time of this process, its collector's threads included: others on the machine count for
 * little then.
 */
async function costOf(run: (times: number) => unknown, times: number): Promise<number> {
  const before = process.cpuUsage()
  await run(times)
  const { user, system } = process.cpuUsage(before)
  return Math.max(1, user + system) / times
}

/** Costs of a competitor and of the floor, round by round, as what is told of them. */
export function summary(name: string, costs: readonly number[], floor: readonly number[]): Measured {
  const ratios = costs.map((cost, round) => cost / (floor[round] ?? Number.NaN))
  return {
    name,
    microseconds: quantile(costs, 0.25),
    ratio: quantile(ratios, 0.5),
    spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
  }
}
