import { type Grant, toldScopes } from '@hallpass/core'
import { describe, expect, it } from 'vitest'

const NONE = { resourceId: null, anyResource: false, params: {}, routes: [] }
const TOKEN = { grants: [{ scope: 'health', ...NONE }], uses: null, bindings: {} }

describe('what a token opens, as it is told', () => {
  it('names each scope once, and tells of each grant only what it has', () => {
    const grants: Grant[] = [
      { ...NONE, scope: 'flow', resourceId: 'f-1' },
      { ...NONE, scope: 'flow', resourceId: 'f-2', params: { part: 'p' } },
      { ...NONE, scope: 'report', anyResource: true },
      { ...NONE, scope: 'health' },
    ]
    expect(toldScopes({ ...TOKEN, grants })).toStrictEqual({
      scope: 'flow report health',
      grants: [
        { scope: 'flow', resourceId: 'f-1' },
        { scope: 'flow', resourceId: 'f-2', params: { part: 'p' } },
        { scope: 'report', anyResource: true },
        { scope: 'health' },
      ],
    })
  })

  it.each([
    ['uses are counted', { uses: 1 }],
    ['a binding is compared', { bindings: { session: 's' } }],
    ['a fingerprint is compared', { fingerprint: 'x' }],
  ])('is nothing where %s by the service alone', (_, restriction) => {
    expect(toldScopes(TOKEN)).toBeDefined()
    expect(toldScopes({ ...TOKEN, ...restriction })).toBeUndefined()
  })
})
