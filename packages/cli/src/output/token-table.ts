import type { TokenSummary } from '@hallpass/core'
import type { World } from '../world.js'
import { distance } from './moment.js'
import { paintFor, STATUS_COLOURS } from './paint.js'
import { resourceOf } from './resource.js'
import { type Column, createTable } from './table.js'
import { terminalWidth } from './terminal-width.js'

/** Draws tokens, batch by batch. */
export function tokenTable(world: World): (tokens: readonly TokenSummary[]) => readonly string[] {
  const now = world.now()
  const style = { paint: paintFor(world, world.stdout), width: terminalWidth(world, world.stdout) }
  return createTable<TokenSummary>(
    [
      { title: 'ID', text: ({ id }) => id },
      { title: 'STATUS', text: ({ status }) => status, colour: ({ status }) => STATUS_COLOURS[status] },
      { title: 'SCOPE', text: ({ grants }) => grants.map(({ scope }) => scope).join(','), cut: true },
      { title: 'RESOURCE', text: ({ grants }) => [...new Set(grants.map(resourceOf))].join(','), cut: true },
      { title: 'SUBJECT', text: ({ subject }) => subject ?? '-', cut: true },
      { title: 'USES', text: usesOf },
      { title: 'EXPIRES', text: ({ expiresAt }) => distance(expiresAt, now) },
      { title: 'BY', text: ({ createdBy }) => createdBy ?? '-', cut: true },
      { title: 'NAME', text: ({ name }) => name ?? '-', cut: true },
    ] satisfies readonly Column<TokenSummary>[],
    style,
  )
}

/** The uses that are left, of how many. */
export function usesOf({ uses, usesLeft }: TokenSummary): string {
  return uses === null ? 'unlimited' : `${usesLeft} of ${uses}`
}
