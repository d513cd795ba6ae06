import { createTokenService, defineScope, memoryStore, type Scope } from '@hallpass/core'
import { type Competitor, interleave } from '../measure/interleave.js'
import { costReport } from '../report/cost-table.js'
import { joined, type Report } from '../report/report.js'
import { validated } from '../subject/competitors.js'
import { inTurn, type TokenUnderTest } from '../tokens-under-test.js'
import { type Effort, roundsOf } from './group.js'

const SCOPES = [1, 10, 100, 1000]
const ROUTES = [1, 10, 50, 1000]
const TOKENS = 1009

/** Whether a decision costs more with many scopes, or with many routes in a scope. */
export async function run(effort: Effort): Promise<Report> {
  const scopes = await Promise.all(SCOPES.map((count) => among(`${count} scopes`, scopesOf(count, 2))))
  const routes = await Promise.all(ROUTES.map((count) => among(`${count} routes`, scopesOf(1, count))))
  return joined([
    costReport('Scopes of a service, memory store', await interleave(scopes, roundsOf(effort)), {
      'scopes 1 to 1000': '1000 scopes',
    }),
    costReport('Routes of a scope, memory store', await interleave(routes, roundsOf(effort)), {
      'routes 1 to 1000': '1000 routes',
    }),
  ])
}

function scopesOf(count: number, routes: number): readonly Scope[] {
  return Array.from({ length: count }, (_, scope) =>
    defineScope({
      name: `scope_${scope}`,
      routes: Array.from(
        { length: routes },
        (_, route) => `GET ${pathOf(scope, route, ':id')}`,
      ) as unknown as readonly ['GET /api/area/items/:id/part'],
      resource: 'id',
      maxTtl: '1d',
    }),
  )
}

const pathOf = (scope: number, route: number, id: string): string => `/api/area-${scope}/items/${id}/part-${route}`

/** Tokens of all scopes, each asked for one of its routes. */
async function among(name: string, scopes: readonly Scope[]): Promise<Competitor> {
  const service = createTokenService({ scopes, store: memoryStore() })
  const tokens: TokenUnderTest[] = []
  for (let index = 0; index < TOKENS; index++) {
    const at = index % scopes.length
    const scope = scopes[at] as Scope
    const { token } = await service.mint(scope, { resourceId: `r-${index}` })
    const target = pathOf(at, index % scope.routes.length, `r-${index}`)
    tokens.push({ text: token, request: { method: 'GET', target } })
  }
  const next = inTurn(tokens)
  return { name, call: () => validated(service, next()) }
}
