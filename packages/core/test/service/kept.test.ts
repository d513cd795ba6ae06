import { defineScope, type MintOptions, memoryStore, type TokenRecord, type TokenStore } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { bench, command, flow, START } from '../fixtures.js'

const limited = defineScope({ name: 'limited', routes: ['POST /x'], maxTtl: '1h', uses: 3, retention: '2m' })

/** The record that a mint hands to the store. */
async function kept(scope: string, options: MintOptions): Promise<TokenRecord | undefined> {
  let handed: TokenRecord | undefined
  const store = memoryStore()
  const insert: TokenStore['insert'] = (record, limits) => {
    handed = record
    return store.insert(record, limits)
  }
  await bench([flow, limited, command], { store: { ...store, insert } }).service.mint(scope, options)
  return handed
}

const random = expect.any(String)

describe('what mint keeps', () => {
  it('has no member that has no value', async () => {
    expect(await kept('flow', { resourceId: 'f', ttl: '1m' })).toStrictEqual({
      id: random,
      version: 1,
      attempts: [random],
      format: 'text',
      digest: random,
      state: 'active',
      createdAt: START,
      expiresAt: START + 60_000,
      forgetAt: START + 360_000,
      changedAt: START,
      uses: null,
      usesLeft: null,
      holds: [],
      returned: 0,
      grants: [{ scope: 'flow', resourceId: 'f', anyResource: false, params: {}, routes: flow.digests }],
      bindings: {},
      roles: [],
      metadata: {},
      decisions: [],
    })
  })

  it('has every member that was given', async () => {
    const options = { subject: 's', name: 'n', createdBy: 'ann', roles: ['r'], metadata: { m: [1] }, fingerprint: 'f' }
    const bindings = { session: 's', sandbox: 'b' }
    expect(await kept('command', { ...options, bindings, resourceId: 'c' })).toMatchObject({
      ...options,
      bindings,
      state: 'pending',
      uses: 1,
      usesLeft: 1,
    })
  })

  it('is forgotten after the retention of its scope, where that has one', async () => {
    expect(await kept('limited', { ttl: '1m' })).toMatchObject({ forgetAt: START + 180_000 })
  })

  it('has as many uses as were asked for, up to those of the scope', async () => {
    expect(await kept('limited', {})).toMatchObject({ uses: 3, usesLeft: 3 })
    expect(await kept('limited', { uses: 1 })).toMatchObject({ uses: 1, usesLeft: 1 })
    expect(await kept('limited', { uses: 3 })).toMatchObject({ uses: 3, usesLeft: 3 })
    expect(await kept('flow', { resourceId: 'f', uses: 1000 })).toMatchObject({ uses: 1000 })
  })

  it('takes the fingerprint as bytes, too', async () => {
    const fingerprint = Buffer.from([0, 255, 62])
    const bindings = { session: 's', sandbox: 'b' }
    expect(await kept('command', { resourceId: 'c', createdBy: 'ann', bindings, fingerprint })).toMatchObject({
      fingerprint: fingerprint.toString('base64url'),
    })
  })

  it.each(['subject', 'name', 'createdBy'] as const)('has a %s of 1 to 512 characters', async (member) => {
    expect(await kept('flow', { resourceId: 'f', [member]: 'a' })).toMatchObject({ [member]: 'a' })
    expect(await kept('flow', { resourceId: 'f', [member]: 'a'.repeat(512) })).toHaveProperty(member)
    for (const value of ['', 'a'.repeat(513), 7, null])
      await expect(kept('flow', { resourceId: 'f', [member]: value })).rejects.toMatchObject({
        code: 'ERR_OPTIONS',
        message: expect.stringContaining(`${member} must be text of 1 to 512 characters, got `),
      })
  })

  it('has roles of 1 to 512 characters', async () => {
    const roles = ['a', 'b'.repeat(512)]
    expect(await kept('flow', { resourceId: 'f', roles })).toMatchObject({ roles })
    for (const wrong of ['', 'b'.repeat(513), 7])
      await expect(kept('flow', { resourceId: 'f', roles: ['a', wrong] as never })).rejects.toMatchObject({
        code: 'ERR_OPTIONS',
        message: 'roles must be a list of texts, got a list of 2',
      })
  })
})
