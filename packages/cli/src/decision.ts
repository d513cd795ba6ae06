import type { Decision } from '@hallpass/core'
import type { Command } from 'commander'
import type { World } from './world.js'

/** The options of {@link withDecisionOptions}. */
export interface DecisionOptions {
  readonly by?: string
  readonly note?: string
}

/** Adds the options that say who decides, and why. */
export function withDecisionOptions(command: Command): Command {
  return command
    .option('--by <name>', 'who decides, kept on the record; default the name of the user')
    .option('--note <text>', 'why, kept on the record')
}

/** Who decides, and why. */
export function decisionOf(world: World, { by, note }: DecisionOptions): Decision {
  return { by: by ?? world.userName(), ...(note === undefined ? {} : { note }) }
}
