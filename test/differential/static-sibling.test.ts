import { createTokenService, defineScope, memoryStore, type TokenService } from '@hallpass/core'
import { assertGuarded as assertGuardedOnExpress, guard as expressGuard } from '@hallpass/express'
import { assertGuarded as assertGuardedOnKoa, guard as koaGuard } from '@hallpass/koa'
import Router from '@koa/router'
import express from 'express'
import { describe, expect, it } from 'vitest'
import { aimAt } from './aim.js'
import { EXPRESS } from './apps/express-variants.js'
import { KOA } from './apps/koa-variants.js'
import { STATIC_SIBLING } from './property.js'
import { behindAuthenticate, behindGuard } from './run/behind.js'
import { armed, runCases } from './run/run-cases.js'
import { createTokens } from './tokens.js'

const FLOWS = defineScope({ name: 'flows', routes: ['GET /api/flows/:flowId'], resource: 'flowId', maxTtl: '1h' })

const SIBLINGS = [
  aimAt(STATIC_SIBLING, { id: 'export' }),
  aimAt(STATIC_SIBLING.replace('export', 'EXPORT'), { id: 'EXPORT' }),
]

describe.each([EXPRESS, KOA])('$framework: a literal route beside the placeholder', (variants) => {
  it('F9 is not opened by its own guard, for a token whose id is its name', async () => {
    const tokens = createTokens()
    const cases = await armed(SIBLINGS, tokens)
    const results = await runCases(cases, behindGuard(variants, tokens.service, cases))
    expect(results.map(({ entry }) => entry?.dispatched.map(({ route }) => route))).toEqual(
      cases.map(() => [`GET ${STATIC_SIBLING}`]),
    )
    expect(results.map(({ entry }) => entry?.ran)).toEqual(cases.map(() => []))
  })

  it('F9 is what authenticate alone lets through', async () => {
    const tokens = createTokens()
    const cases = await armed(SIBLINGS, tokens)
    const results = await runCases(cases, behindAuthenticate(variants, tokens.service))
    expect(results.map(({ entry }) => entry?.ran)).toEqual(
      cases.map(({ token }) => [
        expect.objectContaining({
          route: `GET ${STATIC_SIBLING}`,
          token: expect.objectContaining({ resourceId: token.resourceId }),
        }),
      ]),
    )
  })
})

describe.each([
  { framework: 'Express', check: checkExpress },
  { framework: 'Koa', check: checkKoa },
])('$framework at start-up', ({ check }) => {
  const service = createTokenService({ scopes: [FLOWS], store: memoryStore() })

  it('F9 assertGuarded reports the literal route beside the placeholder', () => {
    expect(() => check(service, [STATIC_SIBLING, '/api/flows/:flowId'])).toThrow(STATIC_SIBLING)
  })

  it('F9 assertGuarded is content where the literal route comes after, or is not there', () => {
    expect(() => check(service, ['/api/flows/:flowId'])).not.toThrow()
    expect(() => check(service, ['/api/flows/:flowId', STATIC_SIBLING])).not.toThrow()
  })
})

function checkExpress(service: TokenService, paths: readonly string[]): void {
  const app = express()
  for (const path of paths)
    if (path.includes(':')) app.get(path, expressGuard(service, FLOWS), (_request, response) => void response.end())
    else app.get(path, (_request, response) => void response.end())
  assertGuardedOnExpress(app, service)
}

function checkKoa(service: TokenService, paths: readonly string[]): void {
  const router = new Router()
  const end = (context: { body: unknown }) => {
    context.body = ''
  }
  for (const path of paths)
    if (path.includes(':')) router.get(path, koaGuard(service, FLOWS), end)
    else router.get(path, end)
  assertGuardedOnKoa(router, service)
}
