import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EXPRESS } from './apps/express-variants.js'
import { KOA } from './apps/koa-variants.js'
import { behindAuthenticate, behindGuard } from './run/behind.js'
import { armed, type Case, type Result, runCases } from './run/run-cases.js'
import { SEED } from './targets/generated.js'
import { OPEN } from './targets/shapes.js'
import { createTokens } from './tokens.js'

const CASES = 1000

/** Bytes that end neither a line nor a request; now and then one that no parser takes. */
const byte = fc.oneof(
  { weight: 60, arbitrary: fc.integer({ min: 0x20, max: 0xff }) },
  { weight: 1, arbitrary: fc.constantFrom(0x00, 0x01, 0x08, 0x09, 0x0b, 0x1f) },
)
const bytes = fc.array(byte, { maxLength: 60 }).map((codes) => String.fromCharCode(...codes))

const name = fc.constantFrom(
  'Authorization',
  'authorization',
  'AUTHORIZATION',
  'X-Hallpass-Token',
  'Proxy-Authorization',
)
const scheme = fc.constantFrom(
  'Bearer ',
  'bearer\t',
  'Bearer',
  'Basic ',
  'Bearer,',
  'Bearer  ',
  'Bearer "',
  '',
  'Negotiate ',
)

/** A token's text with one place of it changed. */
const damage = fc.record({
  place: fc.nat(),
  insert: fc.boolean(),
  text: fc.oneof(bytes, fc.constantFrom('', 'a', '.', '=')),
})

const credential = fc.oneof(
  fc.tuple(name, bytes).map(
    ([header, value]) =>
      () =>
        `${header}: ${value}`,
  ),
  fc.tuple(name, scheme, damage).map(([header, start, { place, insert, text }]) => (token: string) => {
    const at = place % token.length
    return `${header}: ${start}${token.slice(0, at)}${text}${token.slice(insert ? at : at + 1)}`
  }),
)

/** The lines that present something like the token; those that present the token itself, only padded, are left out. */
function presenting(lines: readonly ((token: string) => string)[], { token }: Case): readonly string[] {
  return lines.map((line) => line(token.text)).filter((line) => !line.includes(token.text))
}

describe.each([EXPRESS, KOA])(`$framework: arbitrary credentials (HALLPASS_SEED=${SEED})`, (variants) => {
  const tokens = createTokens()
  const lines = fc.sample(fc.array(credential, { minLength: 1, maxLength: 2 }), { numRuns: CASES, seed: SEED })

  async function cases(): Promise<readonly Case[]> {
    const open = await armed(OPEN, tokens)
    return lines.map((made, index) => {
      const one = open[index % open.length] as Case
      return { ...one, credential: presenting(made, one) }
    })
  }

  it('F7 guard lets nothing in, and does not fail', async () => {
    const all = await cases()
    expect(wrong(await runCases(all, behindGuard(variants, tokens.service, all), { window: 8 }), [400, 401])).toEqual(
      [],
    )
  })

  it('F7 authenticate takes none of them for the token, and does not fail', async () => {
    const results = await runCases(await cases(), behindAuthenticate(variants, tokens.service), { window: 8 })
    expect(wrong(results, [200, 400, 401])).toEqual([])
  })

  it('lets the same requests in with the token itself', async () => {
    const all = await armed(OPEN, tokens)
    const results = await runCases(all, behindGuard(variants, tokens.service, all))
    expect(results.map(({ answer }) => answer !== 'closed' && answer.status)).toEqual(all.map(() => 200))
  })
})

function wrong(results: readonly Result[], expected: readonly number[]): readonly unknown[] {
  return results
    .filter(
      ({ answer, entry }) =>
        answer === 'closed' || !expected.includes(answer.status) || entry?.ran.some((run) => run.token !== undefined),
    )
    .map(({ case: { credential: sent }, answer }) => [sent, answer === 'closed' ? answer : answer.status])
}
