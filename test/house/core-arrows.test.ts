import { describe, expect, it } from 'vitest'
import { shownArrow } from './import-graph.js'
import { readParts } from './parts.js'

const SRC = 'packages/core/src/'

/**
 * The parts of core from the bottom up, and what each may import beside itself. `record` is what is kept, `rule` what decides
 * over it; the service alone knows stores.
 */
const parts = readParts(SRC, {
  error: { starts: ['errors.ts'], mayImport: [] },
  plain: { starts: ['plain-object.ts'], mayImport: [] },
  duration: { starts: ['duration.ts'], mayImport: ['error'] },
  scope: { starts: ['scope/'], mayImport: ['error', 'duration'] },
  record: { starts: ['record/'], mayImport: [] },
  token: { starts: ['token/'], mayImport: ['error', 'plain', 'record'] },
  request: { starts: ['request/'], mayImport: ['error', 'scope', 'record'] },
  rule: {
    starts: ['record/checks.ts', 'record/transition.ts'],
    mayImport: ['error', 'scope', 'record', 'token', 'request'],
  },
  store: { starts: ['store/'], mayImport: ['error', 'record'] },
  service: {
    starts: ['service/'],
    mayImport: ['error', 'plain', 'duration', 'scope', 'record', 'token', 'request', 'rule', 'store'],
  },
  sweeper: { starts: ['sweeper.ts'], mayImport: ['error', 'duration', 'service'] },
  index: {
    starts: ['index.ts'],
    mayImport: ['error', 'duration', 'scope', 'record', 'token', 'request', 'rule', 'store', 'service', 'sweeper'],
  },
})

describe('the arrows inside core', () => {
  it('have a part for every file', () => {
    expect(parts.homeless).toEqual([])
  })

  it('go only where the parts may', () => {
    expect(parts.wrong.map(shownArrow)).toEqual([])
  })

  it('have no way back: a part imports only parts below it', () => {
    expect(parts.upward).toEqual([])
  })

  it.each([
    ['a rule', 'record/checks.ts', '../service/consume.js'],
    ['a store', 'store/memory.ts', '../record/checks.js'],
    ['a record', 'record/record.ts', '../scope/scope.js'],
    ['the error', 'errors.ts', './duration.js'],
  ])('are refused from %s upwards', (_, from, specifier) => {
    expect(parts.isAllowed({ from: SRC + from, specifier })).toBe(false)
  })
})
