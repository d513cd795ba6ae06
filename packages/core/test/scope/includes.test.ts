import { createRegistry, type ScopeDefinition } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { bench, reasonOf } from '../fixtures.js'
import { define } from './define.js'

const hourly = (definition: object) => define({ maxTtl: '1h', ...definition })
const including = (...includes: unknown[]) => hourly({ name: 'outer', routes: ['GET /outer'], includes })

describe('the scopes that a scope includes', () => {
  const inner = hourly({ name: 'inner', routes: ['GET /inner'] })
  const middle = hourly({ name: 'middle', routes: ['GET /middle'], includes: [inner] })
  const namesake = hourly({ name: 'inner', routes: ['GET /other'] })

  it('are named with those that they include, once each', () => {
    expect(including(middle, inner, inner).includes).toEqual([middle, inner])
    expect(including(middle).includes).toEqual([middle, inner])
  })

  it.each<[string, unknown[]]>([
    ['of one name', [inner, namesake]],
    ['of which one includes a namesake of the other', [middle, namesake]],
  ])('are not two %s', (_, includes) => {
    expect(() => including(...includes)).toThrow(
      expect.objectContaining({
        code: 'ERR_SCOPE_DUPLICATE',
        message: 'scope "outer" includes another scope of the name "inner"',
      }),
    )
  })

  it('are not of its own name', () => {
    expect(() => including(hourly({ name: 'outer', routes: ['GET /x'] }))).toThrow(
      expect.objectContaining({
        code: 'ERR_SCOPE_DUPLICATE',
        message: 'scope "outer" includes another scope of the name "outer"',
      }),
    )
  })

  it.each([
    [undefined, 'undefined'],
    [null, 'null'],
    ['inner', '"inner"'],
    [{ ...inner }, 'an object'],
  ])('are what defineScope returned, and not %j', (one, came) => {
    expect(() => including(one)).toThrow(
      expect.objectContaining({
        code: 'ERR_SCOPE_LIMITS',
        message: `scope "outer": includes takes what defineScope returned, got ${came}`,
      }),
    )
  })

  it('are in a list', () => {
    expect(() => hourly({ name: 'outer', routes: ['GET /x'], includes: inner })).toThrow(
      'scope "outer": includes takes what defineScope returned, got an object',
    )
  })

  it('need not be registered, and may be', () => {
    expect(createRegistry([middle]).scopes).toEqual([middle])
    expect(createRegistry([middle, inner]).scopes).toEqual([middle, inner])
  })

  it('E2 have no limits of their own, and the error says which', () => {
    const limited = hourly({ name: 'limited', routes: ['POST /x'], uses: 1 })
    expect(() => including(inner, limited)).toThrow(
      'scope "outer" includes "limited", which has uses of its own and cannot ride along',
    )
  })
})

describe('the resource ids of a scope that includes others', () => {
  const numbered = (name: string, resourceId: RegExp) =>
    hourly({ name, routes: [`GET /${name}/:id`], resource: 'id', resourceId })
  const outer = hourly({
    name: 'outer',
    routes: ['GET /outer/:id'],
    resource: 'id',
    resourceId: /^[ab]*$/,
    includes: [numbered('one', /^a*b*$/), numbered('two', /^.{1,3}$/)],
  })

  it.each([
    ['ab', true],
    ['ba', false],
    ['aabb', false],
    ['a1', false],
  ])('E2 must suit all of them: %s', (id, expected) => {
    expect(outer.acceptsResourceId(id)).toBe(expected)
  })
})

describe('which ids a scope accepts', () => {
  const accepting = (resourceId?: ScopeDefinition['resourceId']) =>
    hourly({ name: 's', routes: ['GET /x/:id'], resource: 'id', resourceId }).acceptsResourceId

  it('is 1 to 128 plain characters by default', () => {
    const accepts = accepting()
    expect(['a', 'a'.repeat(128), '~_.@:+-'].map(accepts)).toEqual([true, true, true])
    expect(['', 'a'.repeat(129), 'a b', ' a', 'a ', 'é', 'a,b'].map(accepts)).toEqual(Array(7).fill(false))
  })

  it('is at most 512 characters, and nothing unsafe, whatever it says', () => {
    for (const accepts of [accepting(/^/), accepting(() => true)]) {
      expect(['x'.repeat(512), 'é b', '...'].map(accepts)).toEqual([true, true, true])
      expect(['x'.repeat(513), '', '.', '..', 'a/b', 'a\n'].map(accepts)).toEqual(Array(6).fill(false))
    }
  })

  it.each([/^\d+$/g, /^\d+$/y, /^\d+$/gy])('is the same each time with %s', (pattern) => {
    const accepts = accepting(pattern)
    expect([accepts('17'), accepts('17'), accepts('1a')]).toEqual([true, true, false])
  })

  it('is never a list with an id in it, nor a number', () => {
    for (const accepts of [accepting(), accepting(() => true)])
      expect([['a'], 7, undefined].map((id) => accepts(id as never))).toEqual([false, false, false])
  })

  it('keeps the other flags of a pattern', () => {
    expect(accepting(/^[a-z]+$/i)('Ab')).toBe(true)
  })
})

describe('HEAD beside GET', () => {
  const spending = { method: 'GET', path: '/ab/:id/c', spends: true }

  it.each([
    ['with other names of placeholders', '/ab/:other/c'],
    ['with a slash at its end', '/ab/:id/c/'],
  ])('F5 is refused on the path of a GET that spends, %s', (_, path) => {
    expect(() => hourly({ name: 's', routes: [spending, `HEAD ${path}`], free: freeIn(path) })).toThrow(
      `scope "s": HEAD ${path} would run the handler of the GET that spends; leave it out`,
    )
  })

  it('F5 is refused where only an included scope has that GET', () => {
    const inner = hourly({ name: 'inner', routes: [{ ...spending, path: '/x' }] })
    expect(() => hourly({ name: 'outer', routes: ['HEAD /x'], includes: [inner] })).toThrow('HEAD /x would run')
  })

  it.each([
    ['another path', [{ ...spending, path: '/ab/c' }, 'HEAD /a/bc']],
    ['a GET that spends nothing', ['GET /x', 'HEAD /x']],
    ['a POST that spends', ['POST /x', 'HEAD /x']],
  ])('is fine beside %s', (_, routes) => {
    expect(hourly({ name: 's', routes }).routes).toHaveLength(2)
  })
})

const freeIn = (path: string): readonly string[] => [...new Set(['id', path.includes(':other') ? 'other' : 'id'])]

describe('a grant of a scope that includes others', () => {
  it('opens the routes of those that are not registered as well', async () => {
    const inner = hourly({ name: 'inner', routes: ['GET /inner'] })
    const { service } = bench([including(inner)])
    const { token } = await service.mint('outer')
    expect(await reasonOf(service.validate(token, { method: 'GET', target: '/inner' }))).toBe('ok')
  })
})
