import { describe, expect, it } from 'vitest'
import { type Arrow, arrows, importedFile, shownArrow } from './import-graph.js'

const SRC = 'packages/core/src/'

/**
 * The parts of core from the bottom up, and what each may import beside itself. A path belongs to the part with the
 * longest start that fits. `record` is what is kept, `rule` what decides over it; the service alone knows stores.
 */
const PARTS: Readonly<Record<string, { readonly starts: readonly string[]; readonly mayImport: readonly string[] }>> = {
  error: { starts: ['errors.ts'], mayImport: [] },
  duration: { starts: ['duration.ts'], mayImport: ['error'] },
  scope: { starts: ['scope/'], mayImport: ['error', 'duration'] },
  record: { starts: ['record/'], mayImport: [] },
  token: { starts: ['token/'], mayImport: ['error', 'record'] },
  request: { starts: ['request/'], mayImport: ['error', 'scope', 'record'] },
  rule: {
    starts: ['record/checks.ts', 'record/transition.ts'],
    mayImport: ['error', 'scope', 'record', 'token', 'request'],
  },
  store: { starts: ['store/'], mayImport: ['error', 'record'] },
  service: {
    starts: ['service/'],
    mayImport: ['error', 'duration', 'scope', 'record', 'token', 'request', 'rule', 'store'],
  },
  sweeper: { starts: ['sweeper.ts'], mayImport: ['error', 'duration', 'service'] },
  index: {
    starts: ['index.ts'],
    mayImport: ['error', 'duration', 'scope', 'record', 'token', 'request', 'rule', 'store', 'service', 'sweeper'],
  },
}

const coreArrows = arrows.filter(({ from }) => from.startsWith(SRC))

describe('the arrows inside core', () => {
  it('have a part for every file', () => {
    expect(coreArrows.filter(({ from }) => partOf(from) === undefined).map(({ from }) => from)).toEqual([])
  })

  it('go only where the parts may', () => {
    expect(coreArrows.filter((arrow) => !isAllowed(arrow)).map(shownArrow)).toEqual([])
  })

  it('have no way back: a part imports only parts below it', () => {
    const order = Object.keys(PARTS)
    const upward = Object.entries(PARTS).flatMap(([part, { mayImport }]) =>
      mayImport.filter((other) => order.indexOf(other) >= order.indexOf(part)).map((other) => `${part} -> ${other}`),
    )
    expect(upward).toEqual([])
  })

  it.each([
    ['a rule', 'record/checks.ts', '../service/consume.js'],
    ['a store', 'store/memory.ts', '../record/checks.js'],
    ['a record', 'record/record.ts', '../scope/scope.js'],
    ['the error', 'errors.ts', './duration.js'],
  ])('are refused from %s upwards', (_, from, specifier) => {
    expect(isAllowed({ from: SRC + from, specifier })).toBe(false)
  })
})

function isAllowed(arrow: Pick<Arrow, 'from' | 'specifier'>): boolean {
  const to = importedFile(arrow)
  if (to === undefined) return true
  const [part, other] = [partOf(arrow.from), partOf(to)]
  return (
    part !== undefined && other !== undefined && (part === other || PARTS[part]?.mayImport.includes(other) === true)
  )
}

function partOf(path: string): string | undefined {
  const fits = Object.entries(PARTS).flatMap(([part, { starts }]) =>
    starts.filter((start) => path.startsWith(SRC + start)).map((start) => ({ part, length: start.length })),
  )
  return fits.sort((a, b) => b.length - a.length)[0]?.part
}
