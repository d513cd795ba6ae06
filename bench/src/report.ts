import { cpus } from 'node:os'
import type { Measured } from './interleave.js'

/** Prints a group as a table: each competitor's cost, and its ratio to the first one. */
export function report(title: string, results: readonly Measured[]): void {
  console.log(`\n${title}  (Node ${process.versions.node}, ${cpus()[0]?.model ?? 'unknown CPU'})`)
  for (const { name, microseconds, ratio, spread } of results)
    console.log(
      `  ${name.padEnd(44)} ${microseconds.toFixed(2).padStart(9)} µs   x${ratio.toFixed(2)}  [${spread.map((edge) => edge.toFixed(2)).join('..')}]`,
    )
}
