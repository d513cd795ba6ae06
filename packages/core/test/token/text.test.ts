import { crc32 } from 'node:zlib'
import { createTokenService, memoryStore, TOKEN_PATTERN, type TokenRecord, type TokenStore } from '@hallpass/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { randomBase62, toBase62 } from '../../src/token/base62.js'
import { checksum } from '../../src/token/checksum.js'
import { createDigester } from '../../src/token/digest.js'
import { bench, flow, GET_FLOW, reasonOf } from '../fixtures.js'

/** A store that must not be asked. */
const untouchable = new Proxy({} as TokenStore, {
  get: (_, name) => () => Promise.reject(new Error(`the store was asked: ${String(name)}`)),
})

const mintText = async () => (await bench().service.mint(flow, { resourceId: 'f-17' })).token

describe('the text of a token', () => {
  it('D1 matches the published pattern and its checksum', async () => {
    const text = await mintText()
    expect(text).toMatch(new RegExp(`^${TOKEN_PATTERN.source}$`))
    expect(text).toHaveLength(2 + 1 + 54)
    expect(toBase62(crc32(text.slice(0, -6)), 6)).toBe(text.slice(-6))
  })

  it('D1 has the prefix of the service, or of the scope', async () => {
    const { service } = bench([flow], { prefix: 'acme' })
    expect((await service.mint(flow, { resourceId: 'f' })).token).toMatch(/^acme_/)
  })

  it('C1 holds 190 bits of secret that differ from token to token', async () => {
    const texts = await Promise.all(Array.from({ length: 200 }, mintText))
    expect(new Set(texts.map((text) => text.slice(19, 51))).size).toBe(200)
  })

  it('begins with an id that is ordered by the time of minting', async () => {
    const { service, clock } = bench()
    const ids: string[] = []
    for (let step = 0; step < 50; step++) {
      ids.push((await service.mint(flow, { resourceId: 'f' })).id)
      clock.now += 1 + step * 977
    }
    expect([...ids].sort()).toEqual(ids)
  })

  it('C1 A23 of a wrong shape is malformed, and of none is missing, without a look into the store', async () => {
    const service = createTokenService({ scopes: [flow], store: untouchable })
    const text = await mintText()
    const bent = [
      `${text}x`,
      text.slice(1),
      text.slice(0, -1),
      ` ${text}`,
      text.toUpperCase(),
      text.replace('_', '-'),
      `xx${text.slice(2)}`,
      'hp_',
      '_',
      '__proto__',
      'a'.repeat(100_000),
      `${text.slice(0, -1)}é`,
    ]
    for (const presented of bent) expect(await reasonOf(service.validate(presented, GET_FLOW))).toBe('malformed')
    for (const presented of ['', undefined])
      expect(await reasonOf(service.validate(presented, GET_FLOW))).toBe('missing')
    for (const presented of [7, {}, [text]])
      expect(await reasonOf(service.validate(presented as never, GET_FLOW))).toBe('malformed')
  })

  it('A23 is malformed although its checksum is right, where the rest does not fit', async () => {
    const service = createTokenService({ scopes: [flow], store: untouchable })
    const text = await mintText()
    const body = text.slice(0, -6)
    for (const bent of [`xx${body.slice(2)}`, body.slice(0, -1), `${body}0`, `${body.slice(0, -1)}-`, body.slice(3)])
      expect(await reasonOf(service.validate(bent + checksum(bent), GET_FLOW))).toBe('malformed')
  })

  it('D1 may have the longest prefix', async () => {
    const { service } = bench([flow], { prefix: `a${'9'.repeat(15)}` })
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('ok')
  })

  it('is of the format "text", which records keep', async () => {
    const { service, records } = bench()
    await service.mint(flow, { resourceId: 'f-17' })
    expect(await records()).toMatchObject([{ format: 'text' }])
  })

  it('A23 with any one character changed is refused by its checksum', async () => {
    const service = createTokenService({ scopes: [flow], store: untouchable })
    const text = await mintText()
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 3, max: text.length - 1 }), fc.constantFrom(...'0Az9'), async (at, other) => {
        fc.pre(text[at] !== other)
        expect(await reasonOf(service.validate(text.slice(0, at) + other + text.slice(at + 1), GET_FLOW))).toBe(
          'malformed',
        )
      }),
    )
  })

  it('with the id of one token and the secret of another is unknown', async () => {
    const { service } = bench()
    const [a, b] = [await service.mint(flow, { resourceId: 'f-17' }), await service.mint(flow, { resourceId: 'f-17' })]
    const body = `hp_${a.id}${b.token.slice(19, 51)}`
    expect(await service.validate(body + checksum(body), GET_FLOW)).toEqual({
      ok: false,
      refusal: { reason: 'unknown' },
    })
  })
})

describe('random base62', () => {
  it('favours no character', () => {
    let byte = 0
    const text = randomBase62(62 * 4, (size) => Uint8Array.from({ length: size }, () => byte++ % 256))
    const counts = new Map<string, number>()
    for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1)
    expect([...counts.values()]).toEqual(Array.from({ length: 62 }, () => 4))
  })

  it('leaves out the bytes that would favour some', () => {
    const bytes = [248, 255, 247, 62, 61]
    const random = (size: number) => Uint8Array.from({ length: size }, (_, index) => bytes[index] ?? 0)
    expect(randomBase62(4, random)).toBe('z0z0')
  })

  it.each<[string, (size: number) => unknown, string]>([
    ['gives too few bytes', () => new Uint8Array(1), 'random must give 16 bytes, got 1'],
    ['gives too many bytes', (size) => new Uint8Array(size + 1), 'random must give 16 bytes, got 17'],
    ['gives no bytes', () => 'abc', 'random must give 16 bytes, got "abc"'],
    ['gives a list', (size) => new Array(size).fill(0), 'random must give 16 bytes, got a list of 16'],
    [
      'gives only bytes that would be biased',
      (size) => new Uint8Array(size).fill(255),
      'random must give unbiased bytes, got none that can be used',
    ],
  ])('C3 has a code of its own where the source %s, and stores nothing', async (_, random, message) => {
    const { service, records } = bench([flow], { random: random as never })
    await expect(service.mint(flow, { resourceId: 'f' })).rejects.toMatchObject({ code: 'ERR_RANDOM', message })
    expect(await records()).toEqual([])
  })

  it('C3 has a code of its own where the source throws, keeps the cause and stores nothing', async () => {
    const cause = new Error('no entropy')
    const random = () => {
      throw cause
    }
    const { service, records } = bench([flow], { random })
    await expect(service.mint(flow, { resourceId: 'f' })).rejects.toMatchObject({
      code: 'ERR_RANDOM',
      message: 'the source of randomness failed',
      cause,
    })
    expect(await records()).toEqual([])
  })

  it('C3 tries another id as often as it is told where one is taken', async () => {
    let draws = 0
    const stuck = (size: number) => {
      draws++
      return new Uint8Array(size)
    }
    const { service } = bench([flow], { random: stuck, collisionAttempts: 5 })
    await service.mint(flow, { resourceId: 'f' })
    draws = 0
    await expect(service.mint(flow, { resourceId: 'f' })).rejects.toMatchObject({
      code: 'ERR_COLLISIONS',
      message: '5 ids in a row were taken; is random stuck?',
    })
    expect(draws).toBe(5 * 2)
  })
})

describe('the digest of a secret', () => {
  const key = (fill: string) => fill.repeat(32)
  const withPepper = (pepper: { current: string; keys: Record<string, string> } | undefined, store = memoryStore()) =>
    bench([flow], { store, ...(pepper && { pepper }) })

  it('A4 leaves neither the token nor its secret in a dump of the store', async () => {
    const { service, dump } = bench()
    const { token, id } = await service.mint(flow, { resourceId: 'f-17' })
    const stored = await dump()
    const secret = token.slice(19, 51)
    const forms = [
      token,
      secret,
      token.slice(3),
      Buffer.from(secret).toString('base64'),
      Buffer.from(secret).toString('base64url'),
      Buffer.from(secret).toString('hex'),
    ]
    expect(stored).toContain(id)
    for (const form of forms) expect(stored).not.toContain(form)
  })

  it('is made under the current pepper, and rotates by name', async () => {
    const old = withPepper({ current: 'a', keys: { a: key('a') } })
    const { token } = await old.service.mint(flow, { resourceId: 'f-17' })
    const rotated = withPepper({ current: 'b', keys: { a: key('a'), b: key('b') } }, old.store)
    expect(await reasonOf(rotated.service.validate(token, GET_FLOW))).toBe('ok')
    const fresh = await rotated.service.mint(flow, { resourceId: 'f-17' })
    expect((await old.store.find(fresh.id))?.pepper).toBe('b')
    const retired = withPepper({ current: 'b', keys: { b: key('b') } }, old.store)
    expect(await reasonOf(retired.service.validate(token, GET_FLOW))).toBe('unknown')
    expect(await reasonOf(retired.service.validate(fresh.token, GET_FLOW))).toBe('ok')
  })

  it('proves nothing under another key of the same name', async () => {
    const first = withPepper({ current: 'a', keys: { a: key('a') } })
    const { token } = await first.service.mint(flow, { resourceId: 'f-17' })
    expect(
      await reasonOf(
        withPepper({ current: 'a', keys: { a: key('x') } }, first.store).service.validate(token, GET_FLOW),
      ),
    ).toBe('unknown')
    expect(await reasonOf(withPepper(undefined, first.store).service.validate(token, GET_FLOW))).toBe('unknown')
  })

  it.each([
    [
      'a current name without a key',
      { current: 'b', keys: { a: key('a') } },
      'pepper.current must name one of pepper.keys, got "b"',
    ],
    ['no keys', { current: 'a' }, 'pepper.current must name one of pepper.keys, got "a"'],
    [
      'a key that is too short',
      { current: 'a', keys: { a: 'a'.repeat(31) } },
      'the pepper "a" must have at least 32 bytes, got 31 bytes',
    ],
    ['a key that is none', { current: 'a', keys: { a: 7 } }, 'the pepper "a" must have at least 32 bytes, got number'],
  ])('refuses a pepper with %s', (_, pepper, message) => {
    expect(() => withPepper(pepper as never)).toThrow(expect.objectContaining({ code: 'ERR_OPTIONS', message }))
  })

  it('takes keys of 32 bytes, as text or as bytes', async () => {
    const text = withPepper({ current: 'a', keys: { a: key('a') } })
    const { token } = await text.service.mint(flow, { resourceId: 'f-17' })
    const bytes = withPepper({ current: 'a', keys: { a: Buffer.from(key('a')) } } as never, text.store)
    expect(await reasonOf(bytes.service.validate(token, GET_FLOW))).toBe('ok')
  })

  const claim = { id: '0VkS2aQz00000001', secret: 's'.repeat(32) }

  it('is the same in every version: records keep it', () => {
    expect(createDigester(undefined).digest(claim)).toMatchInlineSnapshot(`
      {
        "digest": "gXhclEp1yuNHx6LYFeUNrB2aK8JRPfEP8c-NM8d4YVg",
      }
    `)
    expect(createDigester({ current: 'a', keys: { a: key('a') } }).digest(claim)).toMatchInlineSnapshot(`
      {
        "digest": "ykyvG6DUpuU2QK-5gn74rKVYrNx8Bb93ov7KBhz-zvU",
        "pepper": "a",
      }
    `)
  })

  it('names no pepper where there is none', () => {
    expect(Object.keys(createDigester(undefined).digest(claim))).toEqual(['digest'])
  })

  it('made without a pepper proves nothing for a record that names one', () => {
    const digester = createDigester(undefined)
    const { digest } = digester.digest(claim)
    expect(digester.proves(claim, { digest } as TokenRecord)).toBe(true)
    expect(digester.proves(claim, { digest, pepper: 'gone' } as TokenRecord)).toBe(false)
    expect(digester.proves(claim, undefined)).toBe(false)
  })
})
