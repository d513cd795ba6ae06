import type { TokenFilter, TokenStatus } from '@hallpass/core'
import { type Command, Option } from 'commander'

/** The options of {@link withFilterOptions}. */
export interface FilterOptions {
  readonly scope?: string
  readonly resource?: string
  readonly subject?: string
  readonly createdBy?: string
  readonly parent?: string
  readonly state?: TokenStatus
}

const STATES: Readonly<Record<TokenStatus, true>> = {
  pending: true,
  active: true,
  consumed: true,
  denied: true,
  revoked: true,
  expired: true,
}

/** Adds the options that say which tokens. */
export function withFilterOptions(command: Command): Command {
  return command
    .option('--scope <name>', 'with a grant of this scope')
    .option('--resource <id>', 'with a grant for this resource; with --scope: of that scope')
    .option('--subject <subject>', 'of this subject')
    .option('--created-by <name>', 'minted by')
    .option('--parent <id>', 'minted within this token')
    .addOption(new Option('--state <state>', 'in this state').choices(Object.keys(STATES)))
}

/** The filter that the options say: only the members that were given. */
export function filterOf({ scope, resource, subject, createdBy, parent, state }: FilterOptions): TokenFilter {
  return {
    ...(scope === undefined ? {} : { scope }),
    ...(resource === undefined ? {} : { resourceId: resource }),
    ...(subject === undefined ? {} : { subject }),
    ...(createdBy === undefined ? {} : { createdBy }),
    ...(parent === undefined ? {} : { parent }),
    ...(state === undefined ? {} : { state }),
  }
}
