import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Aim } from './aim.js'
import { EXPRESS } from './apps/express-variants.js'
import { KOA } from './apps/koa-variants.js'
import type { Variants } from './apps/variants.js'
import { describeWithCorpora } from './corpora/describe-with-corpora.js'
import { readJson, readLines, textsAt } from './corpora/read.js'
import { STATIC_SIBLING } from './property.js'
import { behindAuthenticate, behindGuard } from './run/behind.js'
import { armed, type Result, runCases } from './run/run-cases.js'
import { guardVerdict, rootVerdict } from './run/tally.js'
import { SEED } from './targets/generated.js'
import { createTokens, OWN_TENANT } from './tokens.js'

const COUNT = 1500

/** Ids that people and machines really use, and ids that somebody chose to be a nuisance. */
const NAUGHTY = [
  ...[
    '6f1c2e9a-0d4b-4e57-9f7e-1f0d3b1c8a55',
    '01J9Z3K6T7QX4V0YB2N8M5R1CE',
    'ann@example.org',
    'a:b',
    'a+b',
    'a b',
    'a%b',
  ],
  ...[
    'é',
    'e\u0301',
    '日本',
    'ﬀ',
    'ſ',
    '\u212a',
    '👩‍👩‍👧',
    '\u202eabc',
    '\u00a0',
    '\ufeff',
    '\u2028',
    'İ',
    'ß',
    '\u{10ffff}',
  ],
  ...[
    '*',
    ':flowId',
    '{a}',
    '(a)',
    '[a]',
    'a|b',
    'a^b',
    '`',
    '"',
    "'",
    '<b>',
    '?',
    '#',
    '&',
    '=',
    ';',
    ';x=1',
    '~',
    '!',
    '$',
    ',',
  ],
  ...['%', '%%', '%2e', '%2F', '%zz', '%00', '%25', '%E9', '...', '.a', 'a.', '..a', ' .', '. ', ' ', '+', '-', '_'],
  ...['constructor', '__proto__', 'toString', 'null', 'undefined', 'true', '0', '-1', 'NaN', 'flows', 'start', 'raw'],
  ...[
    '',
    '.',
    '..',
    '/',
    '\\',
    'a/b',
    'a\\b',
    '\0',
    'a\nb',
    '\x7f',
    '\x85',
    '\ud800',
    'a\udc00',
    'x'.repeat(512),
    'x'.repeat(513),
  ],
] as const

const anyId = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 20 }),
  fc.string({ unit: 'binary-ascii', maxLength: 20 }),
  fc.string({ unit: fc.constantFrom('.', '%', '2', 'e', 'F', ';', '/', '\\', ' ', 'a'), maxLength: 8 }),
)

describe.each([EXPRESS, KOA])(`$framework: canonical requests (HALLPASS_SEED=${SEED})`, (variants) => {
  opensThem(variants, () => [...NAUGHTY, ...fc.sample(anyId, { numRuns: COUNT, seed: SEED })])
})

describeWithCorpora('ids out of the corpora', (folder) => {
  const ids = () => [
    ...textsAt(readJson(folder, 'wpt/urltestdata.json'), 'input'),
    ...textsAt(readJson(folder, 'p2r/path-to-regexp-8-cases.json'), 'input'),
    ...readLines(folder, 'bypass-lists/nomore403-midpaths.txt'),
    ...readLines(folder, 'traversal/pat-directory_traversal.txt'),
  ]
  describe.each([EXPRESS, KOA])('$framework', (variants) => opensThem(variants, ids))
})

describe('ids', () => {
  it('A3 mint refuses those that cannot be told apart safely, and no others', async () => {
    const tokens = createTokens()
    const ids = [...NAUGHTY, ...fc.sample(anyId, { numRuns: COUNT, seed: SEED })]
    const minted = await Promise.all(ids.map(async (id) => (await tokens.of({ id })) !== undefined))
    expect(ids.filter((id, index) => minted[index] !== isSafe(id))).toEqual([])
  })
})

function opensThem(variants: Variants, ids: () => readonly string[]): void {
  const tokens = createTokens()
  const aims = () => [...new Set(ids())].flatMap(canonicalRequests)

  it('opens by guard the canonical request of every id that mint accepts', async () => {
    const cases = await armed(aims(), tokens)
    const results = await runCases(cases, behindGuard(variants, tokens.service, cases))
    expect(unopened(results, guardVerdict)).toEqual([])
    expect(cases.length).toBeGreaterThan(100)
  })

  it('opens by authenticate the canonical request of every id that mint accepts', async () => {
    const cases = await armed(aims(), tokens)
    const results = await runCases(cases, behindAuthenticate(variants, tokens.service))
    expect(unopened(results, rootVerdict)).toEqual([])
  })
}

/** The path of every route with the id in it, as `encodeURIComponent` writes it; a half surrogate has no such path. */
function canonicalRequests(id: string): readonly Aim[] {
  if (HALF_SURROGATE.test(id)) return []
  const text = encodeURIComponent(id)
  const get = (target: string, tenant?: string): Aim => ({
    method: 'GET',
    target,
    bearer: { id, ...(tenant !== undefined && { tenant }) },
  })
  return [
    ...(isShadowed(id) ? [] : [get(`/api/flows/${text}`)]),
    get(`/docs/${text}`),
    get(`/m/flows/${text}`),
    get(`/t/${OWN_TENANT}/flows/${text}`, OWN_TENANT),
    get(`/t/${text}/flows/${text}`, id),
    { ...get(`/api/flows/${text}/start`), method: 'POST' },
  ]
}

const HALF_SURROGATE = /\p{Cs}/u

function isShadowed(id: string): boolean {
  return STATIC_SIBLING.endsWith(`/${id.toLowerCase()}`)
}

function unopened(results: readonly Result[], verdict: typeof guardVerdict): readonly string[] {
  return results
    .filter(({ case: one, entry }) => entry === undefined || verdict(entry, one) !== 'sound')
    .map(({ case: { method, target } }) => `${method} ${target}`)
}

/** The list of the design's section 7.7. */
function isSafe(id: string): boolean {
  const forbidden = [...id].some((character) => '/\\'.includes(character) || /\p{Cc}/u.test(character))
  return id !== '' && id !== '.' && id !== '..' && id.length <= 512 && !HALF_SURROGATE.test(id) && !forbidden
}
