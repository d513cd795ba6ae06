import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { type Kept, runWalk } from './run-walk.js'
import { findSecrets } from './search.js'
import { partsOf } from './secrets.js'
import { LEAKS } from './walks/leaking.js'

const SQLITE: Kept = { stores: /^tokens\.db(?:-wal|-shm)?$/ }

/** How many tokens each walk hands out, what its example keeps, and the program that it needs. */
const WALKS: Readonly<Record<string, Kept & { readonly tokens: number; readonly program?: string }>> = {
  approvals: { tokens: 2, ...SQLITE },
  'ci-tokens': { tokens: 1, ...SQLITE },
  'ci-tokens, signed': { tokens: 1, ...SQLITE },
  'express-oauth-flow': { tokens: 1, ...SQLITE },
  'git-gate': { tokens: 1, stores: /^tokens\//, handsOut: /^tasks\//, program: 'git' },
  handoff: { tokens: 2, stores: /^$/ },
  'koa-download': { tokens: 1, ...SQLITE },
  'nginx-gate': { tokens: 1, ...SQLITE, program: 'nginx' },
}

const FOLDERS = readdirSync(new URL('../../examples', import.meta.url)).sort()

describe('the canary', () => {
  it.each(FOLDERS)('is let out in the example %s', (folder) => {
    expect(Object.keys(WALKS)).toContain(folder)
  })

  it('is found wherever an application lets it out, and its digest outside of the store', async () => {
    const { tokens, places } = await runWalk('leaking', SQLITE)
    const found = LEAKS.filter((_, index) => findSecrets(places, tokens.slice(index, index + 1)).length > 0)
    expect(found).toEqual(LEAKS.filter((leak) => leak !== 'the digest in a store' && leak !== 'nowhere'))
  })
})

for (const [name, { tokens: count, program = 'node', ...kept }] of Object.entries(WALKS))
  describeWith(program, `the example ${name}`, () => {
    it('F10 tells neither a token nor its digest in its log, answers, events, errors and files', async () => {
      const { tokens, places } = await runWalk(name, kept)
      expect(tokens).toHaveLength(count)
      for (const token of tokens)
        expect(places.filter(({ bytes }) => bytes.includes(partsOf(token).id)).length).toBeGreaterThan(1)
      expect(findSecrets(places, tokens)).toEqual([])
    })
  })
