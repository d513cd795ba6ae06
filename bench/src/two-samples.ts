/** How two series of measurements differ. */
export interface Difference {
  /** The mean of the first series, without its slowest calls. */
  readonly mean: number
  /** How much more the first series takes than the second, in the unit of both. */
  readonly difference: number
  /** Half the width of the 95 % confidence interval of the difference. */
  readonly margin: number
  /** Welch's t: dudect calls a difference found from 4.5 on (Reparaz and others, 2017). */
  readonly t: number
}

/** What a garbage collection or the machine's other work slows down tells nothing: cut at one bound for both series. */
const KEPT = 0.9

/** Compares two series of unequal variance that were measured side by side. */
export function differenceOf(first: readonly number[], second: readonly number[]): Difference {
  const bound = quantile([...first, ...second], KEPT)
  const [a, b] = [momentsOf(first, bound), momentsOf(second, bound)]
  const error = Math.sqrt(a.variance / a.count + b.variance / b.count)
  const difference = a.mean - b.mean
  return { mean: a.mean, difference, margin: 1.96 * error, t: difference / error }
}

function momentsOf(series: readonly number[], bound: number): { count: number; mean: number; variance: number } {
  const kept = series.filter((value) => value <= bound)
  const mean = kept.reduce((sum, value) => sum + value, 0) / kept.length
  const variance = kept.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (kept.length - 1)
  return { count: kept.length, mean, variance }
}

function quantile(values: readonly number[], at: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * at)] ?? Number.NaN
}
