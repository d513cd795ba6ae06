import { describe, expect, it } from 'vitest'
import { basic, cookie, createAuthentication, query } from '../src/index.js'
import { passed, present, told } from './gates.js'
import { basicOf, lines, viewOf } from './requests.js'
import { createService, download, flow, strangeToken } from './services.js'

const start = { method: 'POST', target: '/flows/f-1/start' }

describe('authenticate', () => {
  it('A5 lets a token in, and starts the response with no-store and Vary', async () => {
    const { service } = createService()
    const { token, id } = await service.mint(flow, { resourceId: 'f-1' })
    const answer = await present(createAuthentication(service), token, { target: '/flows/f-1' })
    expect(passed(answer)).toMatchObject({ id, resourceId: 'f-1' })
    expect(answer).toMatchObject({ headers: { 'cache-control': 'no-store' }, vary: 'authorization, x-hallpass-token' })
  })

  it('passes on where nothing is presented, and refuses where a token is required', async () => {
    const { service, store } = createService()
    expect(await createAuthentication(service)(viewOf())).toEqual({ kind: 'pass_on' })
    expect(told(await createAuthentication(service, { required: true })(viewOf()))).toBe('401 token_missing')
    expect(store.reads).toBe(0)
  })

  it("A14 takes somebody else's bearer for not presented", async () => {
    const { service, store } = createService()
    expect(await present(createAuthentication(service), 'eyJhbGciOi')).toEqual({ kind: 'pass_on' })
    expect(told(await present(createAuthentication(service, { required: true }), 'eyJ'))).toBe('401 token_missing')
    expect(store.reads).toBe(0)
  })

  it('A14 refuses two tokens, a repeated header and a joined one, without a look into the store', async () => {
    const { service, store } = createService()
    const { token } = await service.mint(flow, { resourceId: 'f-1' })
    const gate = createAuthentication(service)
    for (const rawHeaders of [
      ['x-hallpass-token', token],
      ['authorization', `Bearer ${token}`],
      ['authorization', 'Basic YTpi'],
    ])
      expect(told(await present(gate, token, { target: '/flows/f-1', rawHeaders }))).toBe('400 token_ambiguous')
    expect(told(await present(gate, `${token}, Bearer ${token}`))).toBe('400 token_ambiguous')
    expect(store.reads).toBe(0)
  })

  it('A23 refuses an over-long or ill-formed token without a look into the store', async () => {
    const { service, store } = createService()
    const gate = createAuthentication(service)
    expect(told(await present(gate, `hp_${'a'.repeat(5000)}`))).toBe('400 token_ambiguous')
    expect(told(await present(gate, 'hp_"quoted"'))).toBe('400 token_ambiguous')
    expect(told(await present(gate, 'hp_short'))).toBe('401 token_invalid')
    expect(store.reads).toBe(0)
  })

  it('A15 refuses a token that fails: it does not pass on', async () => {
    const { service } = createService()
    expect(told(await present(createAuthentication(service), await strangeToken()))).toBe('401 token_invalid')
  })

  it('takes a use by default, and none with spend at-guard, where it attaches nothing', async () => {
    const { service } = createService()
    const { token, id } = await service.mint(download, { resourceId: 'd-1' })
    const request = { target: '/files/d-1' }
    expect(await present(createAuthentication(service, { spend: 'at-guard' }), token, request)).toEqual({
      kind: 'pass_on',
    })
    expect((await service.get(id))?.usesLeft).toBe(1)
    expect(passed(await present(createAuthentication(service), token, request)).usesLeft).toBe(0)
    expect(told(await present(createAuthentication(service), token, request))).toBe('401 token_consumed')
  })

  it('lets a token in with spend at-guard where the route spends nothing, and refuses one that fails', async () => {
    const { service } = createService()
    const { token } = await service.mint(flow, { resourceId: 'f-1' })
    const gate = createAuthentication(service, { spend: 'at-guard' })
    expect(passed(await present(gate, token, { target: '/flows/f-1' })).spends).toBe(false)
    expect(told(await present(gate, token, { target: '/flows/f-2' }))).toBe('403 route_not_allowed')
  })

  it('puts the prefix that a proxy took off before the target', async () => {
    const { service } = createService()
    const { token } = await service.mint(flow, { resourceId: 'f-1' })
    const gate = createAuthentication(service, { basePath: '/flows' })
    expect(passed(await present(gate, token, { target: '/f-1?a=1' })).route).toBe('GET /flows/:flowId')
    for (const target of ['/flows/f-1', 'f-1', '*', 'http://a/f-1'])
      expect(told(await present(gate, token, { target }))).toBe('403 route_not_allowed')
  })

  it('asks referrers to keep the URL to themselves where the token came in it', async () => {
    const { service } = createService()
    const { token } = await service.mint(flow, { resourceId: 'f-1' })
    const gate = createAuthentication(service, { from: [query('t'), cookie('__Host-t')] })
    const inUrl = await gate(viewOf({ target: `/flows/f-1?t=${token}` }))
    expect(inUrl).toMatchObject({ kind: 'pass', headers: { 'referrer-policy': 'no-referrer' }, vary: 'cookie' })
    const inCookie = await gate(viewOf({ target: '/flows/f-1', rawHeaders: ['cookie', `__Host-t=${token}`] }))
    expect(inCookie).toMatchObject({ kind: 'pass', headers: { 'cache-control': 'no-store' } })
    expect(inCookie).not.toHaveProperty(['headers', 'referrer-policy'])
    expect(await gate(viewOf({ target: '/?t=hp_1' }))).toHaveProperty(['headers', 'referrer-policy'], 'no-referrer')
  })

  it('F8 refuses a request whose method or target changed on the way', async () => {
    const { service } = createService()
    const { token } = await service.mint(flow, { resourceId: 'f-1' })
    const answer = await present(createAuthentication(service), token, { target: '/flows/f-1', unchanged: false })
    expect(told(answer)).toBe('403 route_not_allowed')
  })
})

describe('credentials that browsers attach by themselves', () => {
  const evil = ['Origin', 'https://evil.example']
  const CASES = [
    { name: 'a cross-site POST', rawHeaders: ['Sec-Fetch-Site', 'cross-site', ...evil], method: 'POST', refused: true },
    { name: 'a same-site POST', rawHeaders: ['Sec-Fetch-Site', 'same-site'], method: 'POST', refused: true },
    { name: 'a POST without a word', rawHeaders: [], method: 'POST', refused: true },
    { name: 'a POST of an opaque origin', rawHeaders: ['Origin', 'null'], method: 'POST', refused: true },
    {
      name: 'a POST with the word twice',
      rawHeaders: lines(['Sec-Fetch-Site', 'same-origin'], ['Sec-Fetch-Site', 'same-origin']),
      method: 'POST',
      refused: true,
    },
    { name: 'a same-origin POST', rawHeaders: ['Sec-Fetch-Site', 'same-origin'], method: 'POST', refused: false },
    {
      name: 'a POST of a listed origin',
      rawHeaders: ['Sec-Fetch-Site', 'cross-site', 'Origin', 'https://app.example'],
      method: 'POST',
      refused: false,
    },
    { name: 'a cross-site GET', rawHeaders: ['Sec-Fetch-Site', 'cross-site'], method: 'GET', refused: false },
  ] as const

  it.each(CASES)('F11 by cookie or Basic, refuses $name: $refused', async ({ rawHeaders, method, refused }) => {
    const { service, store } = createService()
    const { token } = await service.mint(flow, { resourceId: 'f-1' })
    const gate = createAuthentication(service, {
      from: [cookie('__Host-t'), basic()],
      allowedOrigins: ['https://app.example'],
    })
    const target = method === 'GET' ? '/flows/f-1' : start.target
    for (const credential of [
      ['cookie', `__Host-t=${token}`],
      ['authorization', `Basic ${basicOf(`git:${token}`)}`],
    ]) {
      const answer = await gate(viewOf({ method, target, rawHeaders: [...credential, ...rawHeaders] }))
      if (refused) expect(told(answer)).toBe('403 cross_site_refused')
      else expect(passed(answer).resourceId).toBe('f-1')
    }
    if (refused) expect(store.reads).toBe(0)
  })

  it('F11 lets programs use Basic where they may, and browsers of other sites not', async () => {
    const { service } = createService()
    const { token } = await service.mint(flow, { resourceId: 'f-1' })
    const gate = createAuthentication(service, { from: [basic({ programs: true })] })
    const credential = ['authorization', `Basic ${basicOf(`git:${token}`)}`]
    expect(passed(await gate(viewOf({ ...start, rawHeaders: credential }))).resourceId).toBe('f-1')
    for (const mark of [evil, ['Sec-Fetch-Site', 'cross-site'], ['Origin', 'null']])
      expect(told(await gate(viewOf({ ...start, rawHeaders: [...credential, ...mark] })))).toBe(
        '403 cross_site_refused',
      )
  })

  it('F11 does not hold a bearer token against other sites: no browser attaches it', async () => {
    const { service } = createService()
    const { token } = await service.mint(flow, { resourceId: 'f-1' })
    const answer = await present(createAuthentication(service), token, { ...start, rawHeaders: evil })
    expect(passed(answer).resourceId).toBe('f-1')
  })
})
