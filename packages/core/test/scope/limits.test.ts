import { defineScope } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { define } from './define.js'

const limited = (limits: object) => define({ name: 's', routes: ['GET /x'], maxTtl: '1h', ...limits })
const refused = (limits: object) => expect(() => limited(limits))

describe('the times of a scope', () => {
  it('are milliseconds', () => {
    expect(limited({ maxTtl: '2h', ttl: '1m', retention: '1d' })).toMatchObject({
      maxTtl: 7_200_000,
      ttl: 60_000,
      retention: 86_400_000,
    })
    expect(limited({}).retention).toBeUndefined()
  })

  it.each(['maxTtl', 'ttl', 'retention'])('are refused by their name: %s', (name) => {
    refused({ [name]: '15' }).toThrow(
      `scope "s": ${name} must be a positive duration such as "15m" or milliseconds, got "15"`,
    )
  })

  it('may be as long as the longest', () => {
    expect(limited({ ttl: '1h' }).ttl).toBe(3_600_000)
    expect(limited({ maxTtl: '365000d' }).maxTtl).toBe(365_000 * 86_400_000)
    refused({ maxTtl: 365_000 * 86_400_000 + 1 }).toThrow(expect.objectContaining({ code: 'ERR_SCOPE_TTL' }))
  })

  it('are no longer than those of what it includes', () => {
    const short = defineScope({ name: 'short', routes: ['GET /y'], maxTtl: '30m' })
    expect(limited({ maxTtl: '30m', includes: [short] }).maxTtl).toBe(1_800_000)
    refused({ maxTtl: '31m', includes: [short] }).toThrow(
      'scope "s": maxTtl must be at most 1800000 ms, that of the included scope "short", got "31m"',
    )
  })
})

describe('the uses of a scope', () => {
  it('may be limited where no route spends, because code does', () => {
    expect(limited({ routes: 'none', uses: 2 }).uses).toBe(2)
  })

  it('may be limited where an included route spends', () => {
    const other = defineScope({ name: 'other', routes: ['POST /y'], maxTtl: '1h' })
    expect(limited({ uses: 2, includes: [other] }).uses).toBe(2)
  })

  it('are no limit where it says so', () => {
    expect(limited({ uses: 'unlimited' }).uses).toBeNull()
  })

  it.each(['1', -1, Number.POSITIVE_INFINITY])('are not %j', (uses) => {
    refused({ routes: ['POST /x'], uses }).toThrow(
      `scope "s": uses must be a whole number from 1 on, or "unlimited", got ${typeof uses === 'string' ? '"1"' : uses}`,
    )
  })
})

describe('the bindings of a scope', () => {
  const longest = `a${'b'.repeat(63)}`

  it('are names, and those with a question mark optional', () => {
    const { bindings } = limited({ bindings: ['a', 'B?', 'agent.id-2_x', longest] })
    expect(bindings).toEqual([
      { name: 'a', optional: false },
      { name: 'B', optional: true },
      { name: 'agent.id-2_x', optional: false },
      { name: longest, optional: false },
    ])
  })

  it.each(['', '?', ' a', 'a b', 'a ?', 'a??', '1a', '_a', `${longest}c`])('are not %j', (binding) => {
    refused({ bindings: ['fine', binding] }).toThrow(
      `scope "s": a binding must be a name such as "session" or "agent?", got ${JSON.stringify(binding)}`,
    )
  })

  it('are not a list in the list', () => {
    refused({ bindings: [['a']] }).toThrow('got a list of 1')
  })
})

describe('the capacity of a scope', () => {
  it.each([
    [undefined, {}],
    [3, { total: 3 }],
    [{ total: 3 }, { total: 3 }],
    [{ perSubject: 1 }, { perSubject: 1 }],
    [
      { total: 3, perSubject: 1 },
      { total: 3, perSubject: 1 },
    ],
  ])('%j is read', (maxLive, expected) => {
    expect(limited({ maxLive }).maxLive).toEqual(expected)
  })

  it.each([
    [-1, '"total": -1'],
    [{ total: 1, perSubject: 0 }, '"perSubject": 0'],
    [{ total: 1.5 }, '"total": 1.5'],
    [{ total: 1, other: 1 }, '"other": 1'],
  ])('%j is refused', (maxLive, came) => {
    refused({ maxLive }).toThrow(
      `scope "s": maxLive must be a whole number from 1 on, or { total, perSubject } of such, got ${came}`,
    )
  })
})

describe('the names of a scope', () => {
  it('are asked for where there is no definition at all', () => {
    for (const nothing of [undefined, null])
      expect(() => define(nothing as never)).toThrow(
        expect.objectContaining({
          code: 'ERR_SCOPE_NAME',
          message: expect.stringMatching(/^a scope's name must fit .*, got undefined$/),
        }),
      )
  })

  it.each(['s', 'a'.repeat(64), 'a_b.c:d-1'])('may be %s', (name) => {
    expect(limited({ name }).name).toBe(name)
  })

  it.each(['1s', '-s', 's ', ' s', 's/t', ['s'], undefined])('are not %j', (name) => {
    refused({ name }).toThrow(expect.objectContaining({ code: 'ERR_SCOPE_NAME' }))
  })

  it.each(['h', `h${'p'.repeat(15)}`, 'h9', undefined])('may stand with the prefix %s', (prefix) => {
    expect(limited({ prefix }).prefix).toBe(prefix)
  })

  it.each(['', '9h', 'h-p', 'h_', ' hp', 'hp ', `h${'p'.repeat(16)}`, ['hp']])(
    'do not stand with the prefix %j',
    (prefix) => {
      refused({ prefix }).toThrow(expect.objectContaining({ code: 'ERR_SCOPE_NAME' }))
    },
  )
})
