import { parseArgs } from 'node:util'
import type { Effort } from './groups/group.js'
import { GROUPS, type GroupName, isGroup } from './groups.js'

export interface Flags {
  readonly groups: readonly GroupName[]
  readonly effort: Effort
}

/** Reads `--only memory,http`, `--quick` and `--large`. */
export function readFlags(given: readonly string[]): Flags {
  const { values } = parseArgs({
    args: given.filter((word) => word !== '--'),
    options: { only: { type: 'string' }, quick: { type: 'boolean' }, large: { type: 'boolean' } },
  })
  const groups = values.only?.split(',') ?? Object.keys(GROUPS)
  const stranger = groups.find((name) => !isGroup(name))
  if (stranger !== undefined)
    throw new Error(`--only takes groups (${Object.keys(GROUPS).join(', ')}), got ${JSON.stringify(stranger)}`)
  const effort = values.large ? 'large' : values.quick ? 'quick' : 'full'
  return { groups: groups.filter(isGroup), effort }
}
