import { describe, expect, it } from 'vitest'
import { PARSERS } from './apps/app-setup.js'
import { command, download, gone, read, write } from './scopes.js'
import { FRAMEWORKS, posted, type World, withWorld } from './world.js'

/** Makes a text that is answered as if it was revoked now. */
const INVALID: readonly (readonly [what: string, bring: (world: World) => Promise<string> | string])[] = [
  ['what is no token', () => 'nonsense'],
  ['a token of nobody', () => `hp_${'0'.repeat(54)}`],
  ['the public id', async ({ service }) => (await annsToken(service)).id],
  [
    'one that was revoked before',
    async ({ service }) => {
      const { token, id } = await annsToken(service)
      await service.revoke(id, { by: 'bob' })
      return token
    },
  ],
  [
    'one that has expired',
    async ({ service, turn }) => {
      const { token } = await annsToken(service)
      turn.now += 3_600_000
      return token
    },
  ],
  [
    'one that was used up',
    async ({ service }) => {
      const { token } = await service.mint(download, { resourceId: 'a', createdBy: 'ann' })
      await service.consume(token, { method: 'POST', target: '/files/a' })
      return token
    },
  ],
  [
    'one that was denied',
    async ({ service }) => {
      const { token, id } = await service.mint(command, { createdBy: 'ann' })
      await service.deny(id, { by: 'bob' })
      return token
    },
  ],
]

const annsToken = (service: World['service']) => service.mint(write, { resourceId: 'shop', createdBy: 'ann' })

const REQUEST = { method: 'GET', target: '/repos/shop/files' }

describe.each(FRAMEWORKS)('revocation, on $name', (framework) => {
  it.each(PARSERS)('closes a token at once, in the name of the caller, behind a parser %s', async (parser) => {
    await withWorld(framework, { parser }, async ({ service, post, events }) => {
      const { token, id } = await annsToken(service)
      expect((await service.validate(token, REQUEST)).ok).toBe(true)
      const response = await post('/revoke', token, 'ann')
      expect([response.status, response.body, response.headers['cache-control']]).toEqual([200, '', 'no-store'])
      expect(await service.validate(token, REQUEST)).toMatchObject({ refusal: { reason: 'revoked' } })
      expect((await service.get(id))?.decisions).toMatchObject([{ what: 'revoked', by: 'ann' }])
      expect(events.filter(({ event }) => event === 'revoked')).toMatchObject([{ id, by: 'ann' }])
    })
  })

  it.each(INVALID)('answers %s as one that it revoked', async (_, bring) => {
    await withWorld(framework, {}, async (world) => {
      const text = await bring(world)
      const before = await recordsOf(world)
      const response = await world.post('/revoke', text, 'ann')
      expect([response.status, response.body]).toEqual([200, ''])
      expect(await recordsOf(world)).toEqual(before)
    })
  })

  it('E8 is repeated without moving the time of the first', async () => {
    await withWorld(framework, {}, async ({ service, turn, post }) => {
      const { token, id } = await annsToken(service)
      await post('/revoke', token, 'ann')
      const first = (await service.get(id))?.revokedAt
      turn.now += 1000
      expect((await post('/revoke', token, 'ann')).status).toBe(200)
      expect((await service.get(id))?.revokedAt).toEqual(first)
    })
  })

  it('E4 closes what was minted within the token, however deep', async () => {
    await withWorld(framework, {}, async ({ service, post }) => {
      const family = [await annsToken(service)]
      for (const _ of [1, 2]) {
        const parent = await service.validate(family.at(-1)?.token, REQUEST)
        if (!parent.ok) throw new Error(parent.refusal.reason)
        family.push(await service.mint(read, { resourceId: 'shop', within: parent.token }))
      }
      await post('/revoke', family[0]?.token ?? '', 'ann')
      const statuses = await Promise.all(family.map(async ({ id }) => (await service.get(id))?.status))
      expect(statuses).toEqual(['revoked', 'revoked', 'revoked'])
    })
  })

  it('closes what is left of a family whose first token was closed before', async () => {
    await withWorld(framework, {}, async ({ service, turn, post }) => {
      const { token, id } = await annsToken(service)
      const parent = await service.validate(token, REQUEST)
      if (!parent.ok) throw new Error(parent.refusal.reason)
      const child = await service.mint(read, { resourceId: 'shop', within: parent.token })
      turn.pageFails = true
      expect((await post('/revoke', token, 'ann')).status).toBe(503)
      expect([(await service.get(id))?.status, (await service.get(child.id))?.status]).toEqual(['revoked', 'active'])
      turn.pageFails = false
      expect((await post('/revoke', token, 'ann')).status).toBe(200)
      expect((await service.get(child.id))?.status).toBe('revoked')
    })
  })

  it.each([
    ['whoever asked for it', { createdBy: 'ann' }],
    ['whom it stands for', { createdBy: 'portal', subject: 'ann' }],
  ])('is for %s', async (_, made) => {
    await withWorld(framework, {}, async ({ service, post }) => {
      const { token, id } = await service.mint(read, { resourceId: 'shop', ...made })
      const other = await post('/revoke', token, 'bob')
      expect([other.status, JSON.parse(other.body).error]).toEqual([400, 'unauthorized_client'])
      expect((await service.get(id))?.status).toBe('active')
      expect((await post('/revoke', token, 'ann')).status).toBe(200)
      expect((await service.get(id))?.status).toBe('revoked')
    })
  })

  it('is for nobody where the token names nobody', async () => {
    await withWorld(framework, {}, async ({ service, post }) => {
      const { token } = await service.mint(read, { resourceId: 'shop' })
      expect((await post('/revoke', token, 'ann')).status).toBe(400)
    })
  })

  it.each([
    [true, 200],
    [false, 400],
    ['yes', 400],
    [1, 400],
  ])('asks mayRevoke with the caller and the token, and takes %o for what it is', async (answer, status) => {
    const asked: unknown[] = []
    const mayRevoke = async (caller: string, { id }: { readonly id: string }) => {
      asked.push([caller, id])
      return answer as boolean
    }
    await withWorld(framework, { revocation: { mayRevoke } }, async ({ service, post }) => {
      const { token, id } = await annsToken(service)
      expect((await post('/revoke', token, 'gateway')).status).toBe(status)
      expect(asked).toEqual([['gateway', id]])
      expect((await service.get(id))?.status).toBe(status === 200 ? 'revoked' : 'active')
    })
  })

  it('closes a token that waits for approval, and one whose scope is no longer declared', async () => {
    await withWorld(framework, {}, async ({ service, older, post }) => {
      for (const { token, id } of [
        await service.mint(command, { createdBy: 'ann' }),
        await older.mint(gone, { createdBy: 'ann' }),
      ]) {
        expect((await post('/revoke', token, 'ann')).status).toBe(200)
        expect((await service.get(id))?.status).toBe('revoked')
      }
    })
  })

  it('takes no note of the hint of a type', async () => {
    await withWorld(framework, {}, async ({ service, send }) => {
      const { token, id } = await annsToken(service)
      await send(posted('/revoke', { token_type_hint: 'refresh_token', token }, 'ann'))
      expect((await service.get(id))?.status).toBe('revoked')
    })
  })

  it('A16 never says that it is done while the service is switched off', async () => {
    await withWorld(framework, {}, async ({ service, turn, post }) => {
      const { token, id } = await annsToken(service)
      turn.enabled = false
      const off = await post('/revoke', token, 'ann')
      expect([off.status, off.headers['retry-after']]).toEqual([503, '5'])
      turn.enabled = true
      expect((await post('/revoke', token, 'ann')).status).toBe(200)
      expect((await service.get(id))?.status).toBe('revoked')
    })
  })
})

async function recordsOf({ service }: World): Promise<readonly unknown[]> {
  const found: unknown[] = []
  for await (const summary of service.list()) found.push(summary)
  return found
}
