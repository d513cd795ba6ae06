import type { Output, World } from '../world.js'

/** The cells of a line: `COLUMNS`, then what the terminal says; a pipe has no end. */
export function terminalWidth({ env }: World, { isTTY, columns }: Output): number {
  const named = Number(env['COLUMNS'])
  if (Number.isSafeInteger(named) && named > 0) return named
  return isTTY ? (columns ?? 80) : Number.POSITIVE_INFINITY
}
