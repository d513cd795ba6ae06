import { ANY_RESOURCE } from '@hallpass/core'
import { jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import {
  AUDIENCE,
  bench,
  bound,
  command,
  download,
  exact,
  flow,
  GET_FLOW,
  ISSUER,
  pages,
  reasonOf,
  START,
  withKey,
} from './bench.js'
import { ALGORITHMS, createKey, decoded, publicHalf } from './keys.js'

const key = createKey('EdDSA')
const options = withKey({ kid: 'k-1', alg: 'EdDSA', key })

describe('the claims of a token', () => {
  it('E5 name the record, the parties, the times and what was granted', async () => {
    const { service } = bench(options)
    const { token, id } = await service.mint(flow, {
      resourceId: 'f-17',
      ttl: '10m',
      subject: 'user:7',
      roles: ['operator', 'auditor'],
      grants: [
        { scope: pages, resourceId: 'd-1', params: { tenant: 'acme' } },
        { scope: flow, resourceId: ANY_RESOURCE },
      ],
    })
    const { header, claims } = decoded(token)
    expect(header).toEqual({ alg: 'EdDSA', kid: 'k-1', typ: 'JWT' })
    expect(claims).toEqual({
      iss: ISSUER,
      aud: AUDIENCE,
      jti: id,
      iat: Math.floor(START / 1000),
      exp: Math.floor(START / 1000) + 600,
      sub: 'user:7',
      scope: 'flow pages.read',
      roles: ['operator', 'auditor'],
      hallpass: {
        secret: expect.stringMatching(/^[0-9A-Za-z]{32}$/),
        grants: [
          { scope: 'flow', resourceId: 'f-17' },
          { scope: 'pages.read', resourceId: 'd-1', params: { tenant: 'acme' } },
          { scope: 'flow', anyResource: true },
        ],
      },
    })
  })

  it('leave the subject out where the mint names none, and list the audiences where there are several', async () => {
    const { service } = bench({ ...options, audience: ['a', 'b', 'a'] })
    const { claims } = decoded((await service.mint(flow, { resourceId: 'f' })).token)
    expect(Object.keys(claims)).toEqual(['iss', 'aud', 'jti', 'iat', 'exp', 'scope', 'roles', 'hallpass'])
    expect(claims['aud']).toEqual(['a', 'b'])
  })

  it('never live longer than the record: times are rounded down to seconds', async () => {
    const { service } = bench(options)
    const { token, expiresAt } = await service.mint(flow, { resourceId: 'f', ttl: 1700 })
    const { exp, iat } = decoded(token).claims as { exp?: number; iat?: number }
    expect([iat, exp].map((time) => Number(time) * 1000)).toEqual([START - 250, START + 750])
    expect(expiresAt.getTime()).toBe(START + 1700)
  })

  it.each([
    [
      'waits for approval',
      (b: ReturnType<typeof bench>) => b.service.mint(command, { resourceId: 'c', createdBy: 'ann' }),
    ],
    ['has limited uses', (b: ReturnType<typeof bench>) => b.service.mint(download, { resourceId: 'r' })],
    [
      'has limited uses by its mint',
      (b: ReturnType<typeof bench>) => b.service.mint(flow, { resourceId: 'f', uses: 3 }),
    ],
    ['has bindings', (b: ReturnType<typeof bench>) => b.service.mint(bound, { bindings: { session: 's' } })],
    ['opens one exact action', (b: ReturnType<typeof bench>) => b.service.mint(exact, { fingerprint: 'f' })],
  ])(
    'say nothing of what is granted where it %s: reading alone could not tell what the token opens',
    async (_, mint) => {
      const { claims } = decoded((await mint(bench(options))).token)
      expect(Object.keys(claims)).toEqual(['iss', 'aud', 'jti', 'iat', 'exp', 'hallpass'])
      expect(Object.keys(claims.hallpass)).toEqual(['secret'])
    },
  )

  it('say what is granted where bindings are declared and none was given', async () => {
    const { service } = bench(options)
    expect(decoded((await service.mint(bound)).token).claims['scope']).toBe('bound')
  })

  it.each(ALGORITHMS)('are verified by any reader of JWTs: %s', async (alg) => {
    const signing = createKey(alg)
    const { service } = bench(withKey({ kid: 'k', alg, key: signing }))
    const { token, id } = await service.mint(flow, { resourceId: 'f-17' })
    const read = await jwtVerify(token, publicHalf(signing), {
      issuer: ISSUER,
      audience: AUDIENCE,
      algorithms: [alg],
      typ: 'JWT',
      currentDate: new Date(START),
    })
    expect(read.payload).toMatchObject({ jti: id, scope: 'flow', hallpass: { grants: [{ resourceId: 'f-17' }] } })
  })

  it('hold texts of any kind as they are', async () => {
    const { service } = bench(options)
    const odd = 'é "\\\u0000\u2028 😀 __proto__'
    const { token } = await service.mint(flow, { resourceId: 'f-17', subject: odd, roles: [odd, '__proto__'] })
    expect(decoded(token).claims).toMatchObject({ sub: odd, roles: [odd, '__proto__'] })
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('ok')
  })
})

describe('a token', () => {
  it.each(ALGORITHMS)('E5 opens what its record says, until the record expires: %s', async (alg) => {
    const { service, clock } = bench(withKey({ kid: 'k', alg, key: createKey(alg) }))
    const { token, id } = await service.mint(flow, { resourceId: 'f-17', ttl: '10m', subject: 'user:7' })
    const answer = await service.validate(token, GET_FLOW)
    expect(answer).toMatchObject({ ok: true, token: { id, resourceId: 'f-17', subject: 'user:7' } })
    expect(await reasonOf(service.validate(token, { ...GET_FLOW, target: '/flows/f-18' }))).toBe('route_not_allowed')
    clock.now = START + 600_000 - 1
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('ok')
    clock.now += 1
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('expired')
  })

  it('is told to be consumed, denied or pending by its record', async () => {
    const { service } = bench(options)
    const once = await service.mint(download, { resourceId: 'r' })
    const take = { method: 'POST', target: '/files/r' }
    expect(await reasonOf(service.consume(once.token, take))).toBe('ok')
    expect(await reasonOf(service.consume(once.token, take))).toBe('consumed')
    const asked = await service.mint(command, { resourceId: 'c', createdBy: 'ann' })
    const run = { method: 'POST', target: '/commands/c' }
    expect(await reasonOf(service.consume(asked.token, run))).toBe('pending')
    await service.deny(asked.id, { by: 'bob' })
    expect(await reasonOf(service.consume(asked.token, run))).toBe('denied')
  })
})
