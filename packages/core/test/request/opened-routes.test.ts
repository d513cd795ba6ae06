import { ANY_RESOURCE, defineScope, type Scope } from '@hallpass/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isSafeId } from '../../src/scope/resource-id.js'
import { bench, flow, GET_FLOW, reasonOf } from '../fixtures.js'

interface Asked {
  readonly method: string
  readonly target: string
}

const NEAR_MISSES: readonly [sentence: string, method: string, target: string][] = [
  ['another resource id', 'GET', '/api/flows/f-18'],
  ['an id that the right one begins', 'GET', '/api/flows/f-171'],
  ['an id that begins the right one', 'GET', '/api/flows/f-1'],
  ['another method', 'DELETE', '/api/flows/f-17'],
  ['HEAD, which GET does not imply', 'HEAD', '/api/flows/f-17'],
  ['OPTIONS', 'OPTIONS', '/api/flows/f-17'],
  ['a lower-case method', 'get', '/api/flows/f-17'],
  ['a suffix', 'GET', '/api/flows/f-17/x'],
  ['a prefix', 'GET', '/v1/api/flows/f-17'],
  ['the path above', 'GET', '/api/flows'],
  ['a sibling path', 'GET', '/api/flow/f-17'],
  ['another case of the path', 'GET', '/API/flows/f-17'],
  ['another case of the id', 'GET', '/api/flows/F-17'],
  ['a trailing slash', 'GET', '/api/flows/f-17/'],
  ['an escaped literal', 'GET', '/%61pi/flows/f-17'],
  ['the method of one route on the path of the other', 'GET', '/api/flows/f-17/start'],
  ['an encoded slash that collapses', 'GET', '/api/flows/x%2f..%2ff-17'],
  ['dot segments that collapse', 'GET', '/api/x/../flows/f-17'],
  ['encoded dot segments', 'GET', '/api/x/%2e%2e/flows/f-17'],
  ['a single dot', 'GET', '/api/./flows/f-17'],
  ['path parameters', 'GET', '/api/flows/f-17;v=1'],
  ['an id that is encoded twice', 'GET', '/api/flows/f%252d17'],
  ['a backslash', 'GET', '/api\\flows\\f-17'],
  ['an encoded NUL', 'GET', '/api/flows/f-17%00'],
  ['absolute-form', 'GET', 'http://localhost/api/flows/f-17'],
]

async function minted(scopes: readonly Scope[], scope: string, options: object = {}) {
  const { service } = bench(scopes)
  const { token } = await service.mint(scope, options)
  return (method: string, target: string, more: object = {}) =>
    reasonOf(service.validate(token, { method, target, ...more }))
}

describe('the routes that a token opens', () => {
  it('A5 are all of its scope, for its resource, as often as the scope allows', async () => {
    const ask = await minted([flow], 'flow', { resourceId: 'f-17' })
    for (let round = 0; round < 3; round++) {
      expect(await ask('GET', '/api/flows/f-17')).toBe('ok')
      expect(await ask('POST', '/api/flows/f-17/start')).toBe('ok')
    }
  })

  it.each(NEAR_MISSES)('A6 are not those of %s', async (_, method, target) => {
    const ask = await minted([flow], 'flow', { resourceId: 'f-17' })
    expect(await ask(method, target)).toBe('route_not_allowed')
  })

  it('are the same in any spelling that decodes to the id once', async () => {
    const ask = await minted([flow], 'flow', { resourceId: 'f-17' })
    expect(await ask('GET', '/api/flows/%66%2D17')).toBe('ok')
  })

  it('A12 are the same with any query', async () => {
    const ask = await minted([flow], 'flow', { resourceId: 'f-17' })
    expect(await ask('GET', '/api/flows/f-17?flowId=f-18&x=/../y')).toBe('ok')
    expect(await ask('GET', '/api/flows/f-18?flowId=f-17')).toBe('route_not_allowed')
  })

  it('A26 are those of the id "*" alone where that is the id', async () => {
    const starred = defineScope({ name: 's', routes: ['GET /x/:id'], resource: 'id', resourceId: /^.+$/, maxTtl: '1h' })
    const ask = await minted([starred], 's', { resourceId: '*' })
    expect(await ask('GET', '/x/*')).toBe('ok')
    expect(await ask('GET', '/x/%2A')).toBe('ok')
    expect(await ask('GET', '/x/a')).toBe('route_not_allowed')
  })

  it('A26 are those of any id only with ANY_RESOURCE, where the scope allows it', async () => {
    const any = defineScope({ name: 'any', routes: ['GET /x/:id'], resource: 'id', anyResource: true, maxTtl: '1h' })
    const ask = await minted([any], 'any', { resourceId: ANY_RESOURCE })
    expect(await ask('GET', '/x/a')).toBe('ok')
    expect(await ask('GET', '/x/%2e%2e')).toBe('route_not_allowed')
    const { service } = bench()
    await expect(service.mint('flow', { resourceId: ANY_RESOURCE })).rejects.toMatchObject({ code: 'ERR_RESOURCE_ID' })
    await expect(service.mint('flow', { resourceId: '*' })).rejects.toMatchObject({ code: 'ERR_RESOURCE_ID' })
  })

  it('A25 are those of the tenant that was fixed at mint', async () => {
    const tenants = defineScope({ name: 't', routes: ['GET /t/:tenant/flows/:flow'], resource: 'flow', maxTtl: '1h' })
    const ask = await minted([tenants], 't', { resourceId: 'f', params: { tenant: 'a' } })
    expect(await ask('GET', '/t/a/flows/f')).toBe('ok')
    expect(await ask('GET', '/t/b/flows/f')).toBe('route_not_allowed')
  })

  it('are those of any value at a free placeholder', async () => {
    const pages = defineScope({
      name: 'p',
      routes: ['GET /docs/:doc/pages/:page'],
      resource: 'doc',
      free: ['page'],
      maxTtl: '1h',
    })
    const ask = await minted([pages], 'p', { resourceId: 'd' })
    expect(await ask('GET', '/docs/d/pages/1')).toBe('ok')
    expect(await ask('GET', '/docs/d/pages/%2e%2e')).toBe('route_not_allowed')
    expect(await ask('GET', '/docs/e/pages/1')).toBe('route_not_allowed')
  })

  it('have their trailing slash where the pattern has one', async () => {
    const slash = defineScope({ name: 's', routes: ['GET /x/:id/'], resource: 'id', maxTtl: '1h' })
    const ask = await minted([slash], 's', { resourceId: 'a' })
    expect(await ask('GET', '/x/a/')).toBe('ok')
    expect(await ask('GET', '/x/a')).toBe('route_not_allowed')
  })

  it('may be the root', async () => {
    const root = defineScope({ name: 'root', routes: ['GET /'], maxTtl: '1h' })
    const ask = await minted([root], 'root')
    expect(await ask('GET', '/')).toBe('ok')
    expect(await ask('GET', '/?a')).toBe('ok')
    expect(await ask('GET', '/a')).toBe('route_not_allowed')
  })

  it('are those of further grants as well, each for its own resource', async () => {
    const notes = defineScope({ name: 'notes', routes: ['GET /notes/:id'], resource: 'id', maxTtl: '1h' })
    const ask = await minted([flow, notes], 'flow', {
      resourceId: 'f-17',
      grants: [{ scope: 'notes', resourceId: 'n' }],
    })
    expect(await ask('GET', '/api/flows/f-17')).toBe('ok')
    expect(await ask('GET', '/notes/n')).toBe('ok')
    expect(await ask('GET', '/notes/f-17')).toBe('route_not_allowed')
  })

  it('are only those of the wanted scopes', async () => {
    const ask = await minted([flow], 'flow', { resourceId: 'f-17' })
    expect(await ask('GET', '/api/flows/f-17', { scopes: [flow] })).toBe('ok')
    expect(await ask('GET', '/api/flows/f-17', { scopes: ['other'] })).toBe('route_not_allowed')
    expect(await ask('GET', '/api/flows/f-17', { scopes: [] })).toBe('route_not_allowed')
  })
})

describe('the query parameters that a route names', () => {
  const git = defineScope({
    name: 'git_read',
    routes: [{ method: 'GET', path: '/:repo/info/refs', query: { service: 'git-upload-pack' } }],
    resource: 'repo',
    maxTtl: '1h',
  })

  it.each([
    ['there once', '?service=git-upload-pack', 'ok'],
    ['there beside others', '?a=1&service=git-upload-pack&b', 'ok'],
    ['there in escapes', '?%73ervice=git%2Dupload-pack', 'ok'],
    ['missing', '', 'route_not_allowed'],
    ['another value', '?service=git-receive-pack', 'route_not_allowed'],
    ['twice the same', '?service=git-upload-pack&service=git-upload-pack', 'route_not_allowed'],
    ['twice, once in escapes', '?service=git-upload-pack&%73ervice=git-receive-pack', 'route_not_allowed'],
    ['an array beside it', '?service=git-upload-pack&service[]=git-receive-pack', 'route_not_allowed'],
    ['an object beside it', '?service=git-upload-pack&service[a]=git-receive-pack', 'route_not_allowed'],
    ['only an array', '?service[]=git-upload-pack', 'route_not_allowed'],
    ['another case', '?Service=git-upload-pack', 'route_not_allowed'],
    ['a broken escape', '?service=git-upload-pack%', 'route_not_allowed'],
    ['without a value', '?service', 'route_not_allowed'],
  ])('A12 are %s: %s', async (_, query, expected) => {
    const ask = await minted([git], 'git_read', { resourceId: 'r.git' })
    expect(await ask('GET', `/r.git/info/refs${query}`)).toBe(expected)
  })
})

describe('what the router bound', () => {
  it.each([
    ['the same id', { flowId: 'f-17' }, 'ok'],
    ['the same id and more', { flowId: 'f-17', other: 'x' }, 'ok'],
    ['another id', { flowId: 'f-18' }, 'route_not_allowed'],
    ['no id, as at a static sibling', {}, 'route_not_allowed'],
    ['a placeholder of another name', { id: 'f-17' }, 'route_not_allowed'],
    ['a list', { flowId: ['f-17'] }, 'route_not_allowed'],
  ])('F9 must hold %o', async (_, params, expected) => {
    const ask = await minted([flow], 'flow', { resourceId: 'f-17' })
    expect(await ask('GET', '/api/flows/f-17', { params })).toBe(expected)
  })
})

describe('what a mounted router bound', () => {
  const pages = defineScope({
    name: 'pages',
    routes: ['GET /t/:tenant/docs/:doc'],
    resource: 'doc',
    free: ['tenant'],
    maxTtl: '1h',
  })

  it.each([
    ['may lack the placeholders of its parents', { doc: 'd' }, 'ok'],
    ['may have them', { doc: 'd', tenant: 'a' }, 'ok'],
    ['may not have others in their place', { doc: 'd', tenant: 'b' }, 'route_not_allowed'],
    ['may not lack the resource', { tenant: 'a' }, 'route_not_allowed'],
  ])('F9 %s', async (_, params, expected) => {
    const ask = await minted([pages], 'pages', { resourceId: 'd' })
    expect(await ask('GET', '/t/a/docs/d', { params })).toBe(expected)
  })
})

describe('the resource id of an answer', () => {
  const about = async (scope: Scope, options: object, target: string) => {
    const { service } = bench([scope])
    const { token } = await service.mint(scope.name, options)
    const answer = await service.validate(token, { method: 'GET', target })
    return answer.ok && answer.token.resourceId
  }

  it('is that of the grant where the route has no place for it, and none where there is none', async () => {
    const plain = defineScope({ name: 'plain', routes: ['GET /x'], maxTtl: '1h' })
    expect(await about(plain, {}, '/x')).toBeUndefined()
    expect(await about(plain, { resourceId: 'r' }, '/x')).toBe('r')
  })

  it('is what the path holds where the grant is for any', async () => {
    const any = defineScope({ name: 'any', routes: ['GET /x/:id'], resource: 'id', anyResource: true, maxTtl: '1h' })
    expect(await about(any, { resourceId: ANY_RESOURCE }, '/x/%61b')).toBe('ab')
  })
})

describe('a scope that is included', () => {
  const inner = defineScope({ name: 'inner', routes: ['GET /inner/:id'], resource: 'id', maxTtl: '1h' })
  const outer = defineScope({
    name: 'outer',
    routes: ['GET /outer/:id'],
    resource: 'id',
    maxTtl: '1h',
    includes: [inner],
  })

  it.each([
    ['itself', 'outer', 'r', 'ok'],
    ['what it includes', 'inner', 'r', 'ok'],
    ['another resource', 'inner', 's', 'route_not_allowed'],
    ['no resource', 'inner', undefined, 'route_not_allowed'],
    ['a scope that it does not include', 'else', 'r', 'route_not_allowed'],
  ])('is asked for directly by its own name: %s', async (_, scope, resourceId, expected) => {
    const { service } = bench([outer, inner])
    const { token } = await service.mint('outer', { resourceId: 'r' })
    const direct = resourceId === undefined ? { scope } : { scope, resourceId }
    expect(await reasonOf(service.validate(token, direct))).toBe(expected)
  })

  it('is what the answer names, with what the grant was minted for', async () => {
    const { service } = bench([outer, inner])
    const { token } = await service.mint('outer', { resourceId: 'r' })
    const answer = await service.validate(token, { scope: 'inner', resourceId: 'r' })
    expect(answer).toMatchObject({ ok: true, token: { scope: 'inner', resourceId: 'r', spends: true } })
  })

  it('does not include what includes it', async () => {
    const { service } = bench([outer, inner])
    const { token } = await service.mint('inner', { resourceId: 'r' })
    expect(await reasonOf(service.validate(token, { scope: 'outer', resourceId: 'r' }))).toBe('route_not_allowed')
  })
})

describe('a scope of many routes', () => {
  const paths = Array.from({ length: 40 }, (_, index) => `GET /x/:id/part-${index}`)
  const ofPaths = (list: readonly string[]) =>
    defineScope({ name: 'many', routes: list as never, resource: 'id', maxTtl: '1h' })

  it('A24 opens what was minted wherever it stands now, and nothing that was not', async () => {
    const first = bench([ofPaths(paths.slice(0, 30))])
    const { token } = await first.service.mint('many', { resourceId: 'i' })
    const second = bench([ofPaths([...paths].reverse())], { store: first.store })
    const opened = await Promise.all(
      paths.map((_, index) =>
        reasonOf(second.service.validate(token, { method: 'GET', target: `/x/i/part-${index}` })),
      ),
    )
    expect(opened).toEqual(paths.map((_, index) => (index < 30 ? 'ok' : 'route_not_allowed')))
  })
})

describe('a scope that changed between mint and use', () => {
  const routes = (...list: (string | object)[]) =>
    defineScope({ name: 'flow', routes: list as never, resource: 'id', maxTtl: '1h' })
  const before = routes('GET /x/:id', 'GET /y/:id', { method: 'GET', path: '/z/:id', query: { a: '1' } })

  it.each([
    ['an unchanged route is opened', routes('GET /x/:id'), '/x/i', 'ok'],
    ['an added route is not', routes('GET /x/:id', 'GET /new/:id'), '/new/i', 'route_not_allowed'],
    ['a route that is gone is not', routes('GET /x/:id'), '/y/i', 'route_not_allowed'],
    ['a route whose query was loosened is not', routes('GET /x/:id', 'GET /z/:id'), '/z/i?a=1', 'route_not_allowed'],
    [
      'a route that spends now is not',
      routes({ method: 'GET', path: '/x/:id', spends: true }),
      '/x/i',
      'route_not_allowed',
    ],
  ])('A24 %s', async (_, after, target, expected) => {
    const first = bench([before])
    const { token } = await first.service.mint('flow', { resourceId: 'i' })
    const second = bench([after], { store: first.store })
    expect(await reasonOf(second.service.validate(token, { method: 'GET', target }))).toBe(expected)
  })

  it('A24 frees no placeholder that was fixed at mint', async () => {
    const path = 'GET /t/:tenant/x/:id'
    const fixed = defineScope({ name: 's', routes: [path], resource: 'id', maxTtl: '1h' })
    const free = defineScope({ name: 's', routes: [path], resource: 'id', free: ['tenant'], maxTtl: '1h' })
    const first = bench([fixed])
    const { token } = await first.service.mint('s', { resourceId: 'i', params: { tenant: 'a' } })
    const second = bench([free], { store: first.store })
    expect(await reasonOf(second.service.validate(token, { method: 'GET', target: '/t/b/x/i' }))).toBe(
      'route_not_allowed',
    )
  })

  it('A24 A26 opens for any resource nothing that is for any only now', async () => {
    const inner = (anyResource: boolean) =>
      defineScope({ name: 'inner', routes: ['GET /inner/:id'], resource: 'id', anyResource, maxTtl: '1h' })
    const outer = (included: Scope) =>
      defineScope({
        name: 'outer',
        routes: ['GET /outer/:id'],
        resource: 'id',
        anyResource: true,
        maxTtl: '1h',
        includes: [included],
      })
    const [closed, open] = [inner(false), inner(true)]
    const first = bench([outer(closed), closed])
    const { token } = await first.service.mint('outer', { resourceId: ANY_RESOURCE })
    const second = bench([outer(open), open], { store: first.store })
    for (const { service } of [first, second]) {
      const ask = (request: object) => reasonOf(service.validate(token, request as never))
      expect(await ask({ method: 'GET', target: '/outer/x' })).toBe('ok')
      expect(await ask({ scope: 'outer', resourceId: 'x' })).toBe('ok')
      expect(await ask({ method: 'GET', target: '/inner/x' })).toBe('route_not_allowed')
      expect(await ask({ scope: 'inner', resourceId: 'x' })).toBe('route_not_allowed')
    }
  })

  it('A24 A26 opens for any resource nothing that is for any no longer', async () => {
    const scope = (anyResource: boolean) =>
      defineScope({ name: 's', routes: ['GET /x/:id'], resource: 'id', anyResource, maxTtl: '1h' })
    const first = bench([scope(true)])
    const { token } = await first.service.mint('s', { resourceId: ANY_RESOURCE })
    const second = bench([scope(false)], { store: first.store })
    const ask = (request: object) => reasonOf(second.service.validate(token, request as never))
    expect(await ask({ method: 'GET', target: '/x/a' })).toBe('route_not_allowed')
    expect(await ask({ scope: 's', resourceId: 'a' })).toBe('route_not_allowed')
  })

  it('A24 does not let an included scope in that came later', async () => {
    const extra = defineScope({ name: 'extra', routes: 'none', maxTtl: '1h' })
    const plain = defineScope({ name: 's', routes: ['GET /x'], maxTtl: '1h' })
    const wider = defineScope({ name: 's', routes: ['GET /x'], maxTtl: '1h', includes: [extra] })
    const first = bench([plain])
    const { token } = await first.service.mint('s')
    const second = bench([wider, extra], { store: first.store })
    expect(await reasonOf(second.service.validate(token, { scope: 'extra' }))).toBe('route_not_allowed')
  })
})

describe('the two directions of the rule', () => {
  const open = defineScope({
    name: 'open',
    routes: ['GET /x/:id'],
    resource: 'id',
    resourceId: () => true,
    maxTtl: '1h',
  })

  it('A3 every id that mint accepts is opened by its canonical request, and by that of no other id', async () => {
    const { service } = bench([open])
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'binary', minLength: 1 }),
        fc.string({ unit: 'binary', minLength: 1 }),
        async (id, other) => {
          fc.pre(isSafeId(id) && isSafeId(other) && id !== other)
          const { token } = await service.mint(open, { resourceId: id })
          expect(
            await reasonOf(service.validate(token, { method: 'GET', target: `/x/${encodeURIComponent(id)}` })),
          ).toBe('ok')
          expect(
            await reasonOf(service.validate(token, { method: 'GET', target: `/x/${encodeURIComponent(other)}` })),
          ).toBe('route_not_allowed')
        },
      ),
    )
  })

  it('A11 whatever is opened decodes to the id in the one place where the pattern has it', async () => {
    const { service } = bench()
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    const piece = fc.constantFrom(
      '/',
      'api',
      'flows',
      'f-17',
      'start',
      '.',
      '..',
      '%2e',
      '%2f',
      '%66-17',
      '%2566',
      ';',
      '?',
      '#',
      '\\',
      '//',
      'A',
      '%00',
    )
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 9 }), async (pieces) => {
        const target = pieces.join('')
        if ((await reasonOf(service.validate(token, { method: 'GET', target }))) !== 'ok') return
        const path = target.split('?')[0] ?? ''
        expect(path.startsWith('/api/flows/')).toBe(true)
        expect(decodeURIComponent(path.slice('/api/flows/'.length))).toBe('f-17')
      }),
      { numRuns: 3000, examples: [[['/', 'api', '/', 'flows', '/', 'f-17']]] },
    )
  })

  it('G15 is decided in linear time for the longest and most broken paths', async () => {
    const { service } = bench()
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    const targets = [
      `/${'a/'.repeat(400)}b`,
      `/api/flows/${'%25'.repeat(2700)}`,
      `/${'%'.repeat(8000)}`,
      `/api/flows/${'a'.repeat(8000)}`,
      `/${'/'.repeat(8000)}`,
      `/api/flows/f-17?${'a&'.repeat(4000)}`,
    ]
    const timeOf = async (request: Asked) => {
      const begun = performance.now()
      for (let round = 0; round < 50; round++) await service.validate(token, request)
      return performance.now() - begun
    }
    const leastTimeOf = async (request: Asked) => {
      const times: number[] = []
      for (let round = 0; round < 5; round++) times.push(await timeOf(request))
      return Math.min(...times)
    }
    const plain = await leastTimeOf(GET_FLOW)
    let hostile = 0
    for (const target of targets) hostile += await leastTimeOf({ method: 'GET', target })
    expect(hostile / (targets.length * plain)).toBeLessThan(200)
  })
})
