import type { Command } from 'commander'
import { type DecisionOptions, decisionOf, withDecisionOptions } from '../decision.js'
import { type JsonOption, type StoreOptions, withExamples, withJsonOption, withStoreOptions } from '../options.js'
import { tellOutcome } from '../outcome.js'
import { withSession } from '../session.js'
import type { World } from '../world.js'

interface DecideOptions extends DecisionOptions, JsonOption, StoreOptions {
  readonly seen?: string
}

/** Adds `approve`. */
export function addApprove(program: Command, world: World): void {
  addDecision(program, world, 'approve', 'Let a pending token open what it was minted for.')
}

/** Adds `deny`. */
export function addDeny(program: Command, world: World): void {
  addDecision(program, world, 'deny', 'Close a pending token for good.')
}

function addDecision(program: Command, world: World, action: 'approve' | 'deny', description: string): void {
  const command = program.command(action).description(description).argument('<id>', 'the public id of the token')
  withDecisionOptions(command).option('--seen <revision>', 'the revision that show told: refuse if it has changed')
  withJsonOption(command, 'the outcome as JSON')
  withStoreOptions(command)
  withExamples(command, [
    [`${action} 0vk2sWaQz3Fb8LhT`, 'decide as the user that runs the command'],
    [`${action} 0vk2sWaQz3Fb8LhT --by alice --note "ticket 17"`, 'say who decides, and why'],
  ])
  command.action((id: string, options: DecideOptions) =>
    withSession(world, options, async ({ service }) => {
      const { seen, json } = options
      const decision = { ...decisionOf(world, options), ...(seen === undefined ? {} : { seen }) }
      await tellOutcome(world, action, id, await service[action](id, decision), json)
    }),
  )
}
