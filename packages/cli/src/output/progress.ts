import type { World } from '../world.js'
import { shortened } from './table.js'
import { terminalWidth } from './terminal-width.js'

/** How far long work is. */
export interface Progress {
  /** So many more are done. */
  tick(count?: number): void
  /** Takes the bar away: what the work came to is told in words. */
  end(): void
}

/** Milliseconds between two drawings. */
const PACE = 100
const BAR = 24

/** A bar on the standard error, where that is a terminal; elsewhere nothing. Without a total it only counts. */
export function createProgress(world: World, what: string, total?: number): Progress {
  if (!world.stderr.isTTY) return { tick: nothing, end: nothing }
  let done = 0
  let drawnAt = Number.NEGATIVE_INFINITY
  return {
    tick(count = 1) {
      done += count
      if (world.now() - drawnAt < PACE) return
      drawnAt = world.now()
      draw(world, shortened(progressLine(what, done, total), terminalWidth(world, world.stderr) - 1))
    },
    end: () => draw(world, ''),
  }
}

/** One line on how far the work is. */
export function progressLine(what: string, done: number, total: number | undefined): string {
  if (total === undefined || total === 0) return `${what} ${done}`
  const share = Math.min(1, done / total)
  const filled = Math.round(share * BAR)
  return `${what} [${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}] ${Math.floor(share * 100)}% ${done}/${total}`
}

function draw({ stderr }: World, text: string): void {
  stderr.write(`\r\u001b[K${text}`, nothing)
}

function nothing(): void {}
