import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bench, flow, GET_FLOW, reasonOf, withKey } from './bench.js'
import { ALGORITHMS, createKey, encoded } from './keys.js'

const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\0é'

/** One change of a text. */
const mutation = fc.record({
  kind: fc.constantFrom('replace', 'insert', 'delete', 'swap', 'cut', 'repeat'),
  at: fc.nat(),
  length: fc.integer({ min: 1, max: 40 }),
  character: fc.constantFrom(...CHARACTERS),
})

type Mutation = typeof mutation extends fc.Arbitrary<infer M> ? M : never

function mutated(text: string, { kind, at, length, character }: Mutation): string {
  const start = at % (text.length + 1)
  const [before, after] = [text.slice(0, start), text.slice(start)]
  if (kind === 'replace') return before + character + after.slice(1)
  if (kind === 'insert') return before + character + after
  if (kind === 'delete') return before + after.slice(1)
  if (kind === 'swap') return before + after.slice(1, 2) + after.slice(0, 1) + after.slice(2)
  if (kind === 'cut') return before + after.slice(length)
  return before + after.slice(0, length) + after
}

describe.each(ALGORITHMS)('E6 a token, %s', (alg) => {
  it('that was changed in any place, in any number of places, is refused and nothing throws', async () => {
    const { service } = bench(withKey({ kid: 'k', alg, key: createKey(alg) }))
    const { token } = await service.mint(flow, { resourceId: 'f-17', subject: 'user:7' })
    await fc.assert(
      fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 4 }), async (changes) => {
        const text = changes.reduce(mutated, token)
        fc.pre(text !== token && text !== '')
        expect(typeof service.owns(text)).toBe('boolean')
        expect(await reasonOf(service.validate(text, GET_FLOW))).toBe('malformed')
      }),
      { numRuns: 400 },
    )
  })

  it('of which any one character is another is refused', async () => {
    const { service } = bench(withKey({ kid: 'k', alg, key: createKey(alg) }))
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    for (const at of token.split('').keys()) {
      const text = token.slice(0, at) + (token[at] === 'A' ? 'B' : 'A') + token.slice(at + 1)
      expect(await reasonOf(service.validate(text, GET_FLOW))).toBe('malformed')
    }
  })
})

describe('E6 any text', () => {
  const part = fc.oneof(
    fc.json().map(encoded),
    fc.object().map(encoded),
    fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes).toString('base64url')),
    fc.string({ unit: 'binary', maxLength: 40 }),
  )

  it('is refused and nothing throws, whether it looks like a JWT or not', async () => {
    const { service } = bench(withKey({ kid: 'k', alg: 'HS256', key: createKey('HS256') }))
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 6 }), async (parts) => {
        const text = parts.join('.')
        expect(service.owns(text)).toBe(false)
        expect(await reasonOf(service.validate(text, GET_FLOW))).toBe(text === '' ? 'missing' : 'malformed')
      }),
      { numRuns: 500 },
    )
  })
})
