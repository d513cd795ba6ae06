import type { Scope } from '@hallpass/core'
import type { Command } from 'commander'
import { type JsonOption, withConfigOption, withExamples, withJsonOption } from '../options.js'
import { period } from '../output/moment.js'
import { paintFor } from '../output/paint.js'
import { jsonLine } from '../output/plain-text.js'
import { createTable } from '../output/table.js'
import { terminalWidth } from '../output/terminal-width.js'
import { print, say } from '../output/write.js'
import { neededConfig, type SessionOptions } from '../session.js'
import type { World } from '../world.js'

/** Adds `scopes`. */
export function addScopes(program: Command, world: World): void {
  const command = program.command('scopes').description('List the scopes of the configuration, and what they open.')
  withJsonOption(command, 'a line of JSON for each scope')
  withConfigOption(command)
  withExamples(command, [['scopes', 'a line for each route of each scope']])
  command.action(async (options: JsonOption & SessionOptions) => {
    const { scopes } = await neededConfig(world, options)
    if (scopes.length === 0) return say(world, 'no scopes')
    const lines = options.json ? scopes.map(scopeJson).map(jsonLine) : table(world, scopes)
    await print(world, lines.join('\n'))
  })
}

interface Row {
  readonly scope: Scope
  readonly route: string
}

function table(world: World, scopes: readonly Scope[]): readonly string[] {
  const style = { paint: paintFor(world, world.stdout), width: terminalWidth(world, world.stdout) }
  const draw = createTable<Row>(
    [
      { title: 'SCOPE', text: ({ scope }) => scope.name },
      { title: 'ROUTE', text: ({ route }) => route, cut: true },
      { title: 'RESOURCE', text: ({ scope }) => scope.resource ?? '-' },
      { title: 'MAX TTL', text: ({ scope }) => period(scope.maxTtl) },
      { title: 'USES', text: ({ scope }) => String(scope.uses ?? 'unlimited') },
      { title: 'APPROVAL', text: ({ scope }) => scope.approval },
      { title: 'BINDINGS', text: ({ scope }) => bindings(scope).join(',') || '-', cut: true },
    ],
    style,
  )
  return draw(scopes.flatMap((scope) => routesOf(scope).map((route) => ({ scope, route }))))
}

function routesOf({ routes }: Scope): readonly string[] {
  return routes.length === 0 ? ['none'] : routes.map(({ text }) => text)
}

function bindings({ bindings }: Scope): readonly string[] {
  return bindings.map(({ name, optional }) => (optional ? `${name}?` : name))
}

function scopeJson(scope: Scope): Readonly<Record<string, unknown>> {
  return {
    name: scope.name,
    routes: scope.routes.map(({ text, scope, spends, query }) => ({ route: text, scope, spends, query })),
    resource: scope.resource ?? null,
    params: scope.fixed,
    anyResource: scope.anyResource,
    maxTtlMs: scope.maxTtl,
    ttlMs: scope.ttl,
    uses: scope.uses,
    approval: scope.approval,
    selfApproval: scope.selfApproval,
    bindings: bindings(scope),
    fingerprint: scope.fingerprint,
    maxLive: scope.maxLive,
    includes: scope.includes.map(({ name }) => name),
  }
}
