import { defineScope } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { bench } from '../fixtures.js'

const spending = (path: string, query?: Record<string, string>) =>
  ({ method: 'GET', path, spends: true, ...(query && { query }) }) as const
const looking = (path: string, query?: Record<string, string>) =>
  ({ method: 'GET', path, spends: false, ...(query && { query }) }) as const

describe('of two routes that fit one path', () => {
  it.each([
    ['is the literal', [spending('/x/latest'), looking('/x/:name')]],
    ['is the literal, and comes last', [looking('/x/:name'), spending('/x/latest')]],
    ['has the placeholder', [looking('/x/latest'), spending('/x/:name')]],
    ['has the placeholder, and comes first', [spending('/x/:name'), looking('/x/latest')]],
    ['names a query', [spending('/x/latest', { a: '1' }), looking('/x/latest')]],
    ['names a query, and comes last', [looking('/x/latest'), spending('/x/latest', { a: '1' })]],
  ])('F5 the one that spends counts, where it %s', async (_, routes) => {
    const scope = defineScope({ name: 's', routes: routes as never, free: freeOf(routes), uses: 1, maxTtl: '1h' })
    const { service } = bench([scope])
    const { token } = await service.mint('s')
    const request = { method: 'GET', target: '/x/latest?a=1' }
    expect(await service.validate(token, request)).toMatchObject({ ok: true, token: { spends: true } })
    await service.consume(token, { ...request })
    expect(await service.consume(token, { ...request })).toMatchObject({ refusal: { reason: 'consumed' } })
  })
})

function freeOf(routes: readonly { readonly path: string }[]): readonly string[] {
  return routes.some(({ path }) => path.endsWith(':name')) ? ['name'] : []
}
