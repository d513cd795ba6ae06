import { createTokenService, memoryStore, type TokenService } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { carriesToken } from '../../src/approval/carries-token.js'
import { attachToken, memoryOf } from '../../src/request-memory.js'
import type { RequestView } from '../../src/request-view.js'
import { basicOf, lines, viewOf } from '../requests.js'
import { createService, flow } from '../services.js'

const service = createTokenService({ scopes: [flow], store: memoryStore() })
const { token } = await service.mint(flow, { resourceId: 'f-1' })
const carries = (request: Partial<RequestView>) => carriesToken(service, viewOf(request))
const header = (name: string, value: string) => ({ rawHeaders: lines([name, value]) })

describe('a request carries a token', () => {
  it.each([
    ['as bearer', header('Authorization', `Bearer ${token}`)],
    ['as bearer in another case', header('AUTHORIZATION', `bEaReR   ${token}`)],
    ['as user name', header('Authorization', `Basic ${basicOf(`${token}:x`)}`)],
    ['as password', header('Authorization', `Basic ${basicOf(`git:${token}`)}`)],
    ['as bearer of the right prefix, whatever follows', header('Authorization', 'Bearer hp_x')],
    ['in any header, with spaces around it', header('X-Anything', `  ${token}  `)],
    ['in a list with many separators', header('X-Anything', `a , ,;"${token}"`)],
    ['in a cookie with spaces around it', header('Cookie', `a=1; t= ${token} ; b=2`)],
    ['in any header', header('X-Anything', token)],
    ['in a list', header('X-Anything', `a, ${token}`)],
    ['in any cookie', header('Cookie', `a=1; __Host-t=${token}; b=2`)],
    ['in the second of two cookie lines', { rawHeaders: lines(['Cookie', 'a=1'], ['cookie', `t=${token}`]) }],
    [
      'in the second of two credentials',
      { rawHeaders: lines(['Authorization', 'Bearer other'], ['Authorization', `Basic ${basicOf(`a:${token}`)}`]) },
    ],
    ['in the URL', { target: `/approvals?x=1&t=${token}` }],
    ['in the URL, escaped', { target: `/approvals?t[]=${token.replace('_', '%5F')}` }],
  ])('%s', (_, request) => {
    expect(carries(request)).toBe(true)
  })

  it.each([
    ['beside what only looks like one', header('X-Anything', 'hp')],
    ['where nothing is asked', { target: '/approvals' }],
    ['where the query has nothing in it', { target: '/approvals?' }],
    ['as the name of a header', { rawHeaders: lines([token, 'x']) }],
    ['as the name of a cookie', header('Cookie', `${token}=x`)],
  ])('not %s', (_, request) => {
    expect(carries(request)).toBe(false)
  })

  it('B10 also if it is of no use any more', async () => {
    const { id, token } = await service.mint(flow, { resourceId: 'f-1' })
    await service.revoke(id, { by: 'ann' })
    expect(carries(header('X-Hallpass-Token', token))).toBe(true)
  })

  it('B10 that let it in', async () => {
    const request = { method: 'GET', target: '/flows/f-1' }
    const validation = await service.validate(token, request)
    if (!validation.ok) throw new Error(validation.refusal.reason)
    const [atRoute, taken] = [{}, {}]
    attachToken(atRoute, validation.token, { a: 'route that the request has left' })
    memoryOf(taken).taken = [{ service, text: token, token: validation.token }]
    expect(carries({ key: atRoute })).toBe(true)
    expect(carries({ key: taken })).toBe(true)
  })
})

describe('a request carries no token', () => {
  const random = 'hp_x9Jd-3_kQ'
  it.each([
    ['with nothing', {}],
    ['with the credentials of another system', header('Authorization', 'Bearer eyJhbGciOi.eyJpc3M.c2ln')],
    ['with the Basic credentials of another system', header('Authorization', `Basic ${basicOf('ann:secret')}`)],
    ['with a cookie whose name begins as tokens do', header('Cookie', 'hp_theme=dark')],
    ['with a random value that happens to begin as tokens do', header('Cookie', `session=${random}`)],
    ['with such an id in a header', header('X-Request-Id', random)],
    ['with such a parameter', { target: `/approvals?page=${random}` }],
    ['with a token of another service', header('X-Token', token.replace('hp_', 'other_'))],
  ])('%s', (_, request) => {
    expect(carries(request)).toBe(false)
  })
})

it('a text of another format counts where the format says that it is its own', () => {
  const { service } = createService()
  const jwt = 'eyJhbGciOiJFZERTQSJ9.eyJpc3MiOiJ1cyJ9.c2ln'
  const ours: TokenService = { ...service, owns: (text) => text === jwt }
  for (const request of [header('X-Token', jwt), header('Cookie', `t=${jwt}`), { target: `/?t=${jwt}` }])
    expect(carriesToken(ours, viewOf(request))).toBe(true)
})
