import { describe, expect, it } from 'vitest'
import { shownArrow } from './import-graph.js'
import { readParts } from './parts.js'

const SRC = 'packages/cli/src/'

/** What programs import stands by itself; the command is built over it. */
const parts = readParts(SRC, {
  gate: { starts: ['gate/'], mayImport: [] },
  store: { starts: ['stores/', 'store-from-url.ts'], mayImport: [] },
  command: { starts: [''], mayImport: ['gate', 'store'] },
})

describe('the arrows inside cli', () => {
  it('go only where the parts may: gate and stores know no command', () => {
    expect(parts.wrong.map(shownArrow)).toEqual([])
  })

  it.each([
    ['the gate to words of the command', 'gate/options.ts', '../options.js'],
    ['the gate to the stores', 'gate/create-gate.ts', '../store-from-url.js'],
    ['a store to an error of the command', 'stores/postgres.ts', '../command-error.js'],
  ])('are refused from %s', (_, from, specifier) => {
    expect(parts.isAllowed({ from: SRC + from, specifier })).toBe(false)
  })
})
