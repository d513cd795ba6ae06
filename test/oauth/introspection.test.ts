import { generateKeyPairSync } from 'node:crypto'
import { inspect } from 'node:util'
import { ANY_RESOURCE } from '@hallpass/core'
import { jwtFormat } from '@hallpass/jwt'
import { describe, expect, it } from 'vitest'
import { PARSERS } from './apps/app-setup.js'
import { command, download, gone, read, session, write } from './scopes.js'
import { FRAMEWORKS, posted, START, type World, withWorld } from './world.js'

/** Mints a token and brings it to where it is not active. */
const NOT_ACTIVE: readonly (readonly [what: string, bring: (world: World) => Promise<string> | string])[] = [
  ['what is no token', () => 'nonsense'],
  ['a text with spaces and other signs', () => 'a b\n"ü"'],
  ['a token of nobody', () => `hp_${'0'.repeat(54)}`],
  [
    'one with a secret of another',
    async ({ service }) => {
      const [a, b] = [await shopToken(service), await shopToken(service)]
      return a.token.slice(0, 19) + b.token.slice(19)
    },
  ],
  ['one that is cut short', async ({ service }) => (await shopToken(service)).token.slice(0, -1)],
  ['the public id', async ({ service }) => (await shopToken(service)).id],
  [
    'one that has expired',
    async ({ service, turn }) => {
      const { token } = await shopToken(service)
      turn.now += 3_600_000
      return token
    },
  ],
  [
    'one that was revoked',
    async ({ service }) => {
      const { token, id } = await shopToken(service)
      await service.revoke(id, { by: 'ann' })
      return token
    },
  ],
  [
    'one that was used up',
    async ({ service }) => {
      const { token } = await service.mint(download, { resourceId: 'a' })
      await service.consume(token, { method: 'POST', target: '/files/a' })
      return token
    },
  ],
  ['one that waits for approval', async ({ service }) => (await service.mint(command, { createdBy: 'ann' })).token],
  [
    'one that was denied',
    async ({ service }) => {
      const { token, id } = await service.mint(command, { createdBy: 'ann' })
      await service.deny(id, { by: 'bob' })
      return token
    },
  ],
  ['one whose scope is no longer declared', async ({ older }) => (await older.mint(gone)).token],
  [
    'one of a service that is switched off',
    async ({ service, turn }) => {
      const { token } = await shopToken(service)
      turn.enabled = false
      return token
    },
  ],
]

const shopToken = (service: World['service']) => service.mint(read, { resourceId: 'shop' })

describe.each(FRAMEWORKS)('introspection, on $name', (framework) => {
  it.each(PARSERS)('tells of an active token what it is for, behind a parser %s', async (parser) => {
    await withWorld(framework, { parser, introspection: { issuer: 'https://tokens.example' } }, async (world) => {
      const { token, id } = await world.service.mint(write, {
        ...{ resourceId: 'shop', ttl: 90_500, subject: 'job:41', name: 'nightly', createdBy: 'ann', roles: ['ci'] },
        grants: [{ scope: read, resourceId: ANY_RESOURCE }],
        metadata: { commit: 'abc' },
      })
      const response = await world.post('/introspect', token)
      expect(response.status).toBe(200)
      expect(response.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' })
      expect(JSON.parse(response.body)).toEqual({
        ...{ active: true, token_type: 'Bearer', jti: id, iss: 'https://tokens.example', sub: 'job:41' },
        ...{ iat: START / 1000, exp: START / 1000 + 90 },
        scope: 'repo:write repo:read',
        roles: ['ci'],
        hallpass: {
          grants: [
            { scope: 'repo:write', resourceId: 'shop' },
            { scope: 'repo:read', anyResource: true },
          ],
        },
      })
    })
  })

  it.each(NOT_ACTIVE)('tells of %s that it is not active, and nothing more', async (_, bring) => {
    await withWorld(framework, {}, async (world) => {
      const response = await world.post('/introspect', await bring(world))
      expect([response.status, response.body]).toEqual([200, '{"active":false}'])
    })
  })

  it('tells it of the last millisecond and no longer', async () => {
    await withWorld(framework, {}, async ({ service, turn, post }) => {
      const { token, expiresAt } = await shopToken(service)
      turn.now = expiresAt.getTime() - 1
      expect(JSON.parse((await post('/introspect', token)).body).active).toBe(true)
      turn.now += 1
      expect((await post('/introspect', token)).body).toBe('{"active":false}')
    })
  })

  it('names no scope where a look at the scope would let too much pass', async () => {
    await withWorld(framework, {}, async ({ service, post }) => {
      for (const { token, id } of [
        await service.mint(download, { resourceId: 'a' }),
        await service.mint(session, { bindings: { device: 'd-1' } }),
      ]) {
        const told = JSON.parse((await post('/introspect', token)).body)
        expect(told).toEqual({
          active: true,
          token_type: 'Bearer',
          jti: id,
          iat: START / 1000,
          exp: START / 1000 + 3600,
        })
      }
    })
  })

  it('leaves out a grant whose scope is no longer declared', async () => {
    await withWorld(framework, {}, async ({ older, post }) => {
      const { token } = await older.mint(read, { resourceId: 'shop', grants: [{ scope: gone }] })
      expect(JSON.parse((await post('/introspect', token)).body)).toMatchObject({
        scope: 'repo:read',
        hallpass: { grants: [{ scope: 'repo:read', resourceId: 'shop' }] },
      })
    })
  })

  it('spends nothing, and a wrong hint of the type changes nothing', async () => {
    await withWorld(framework, {}, async ({ service, send, events }) => {
      const { token, id } = await service.mint(download, { resourceId: 'a' })
      const before = await service.get(id)
      const sent = posted('/introspect', { token, token_type_hint: 'refresh_token' }, 'gateway')
      for (let time = 0; time < 3; time++) expect(JSON.parse((await send(sent)).body).active).toBe(true)
      expect(await service.get(id)).toEqual(before)
      expect(events.map(({ event }) => event)).toEqual(['minted'])
      expect((await service.consume(token, { method: 'POST', target: '/files/a' })).ok).toBe(true)
    })
  })

  it('reads tokens of another format just so', async () => {
    const keys = [{ kid: 'k', alg: 'EdDSA', key: generateKeyPairSync('ed25519') }] as const
    const format = jwtFormat({ issuer: 'https://ci.example', audience: 'https://api.example', current: 'k', keys })
    await withWorld(framework, { format }, async ({ service, post }) => {
      const { token, id } = await shopToken(service)
      expect(JSON.parse((await post('/introspect', token)).body)).toMatchObject({ active: true, jti: id })
      await service.revoke(id, { by: 'ann' })
      expect((await post('/introspect', token)).body).toBe('{"active":false}')
    })
  })

  it('F10 has no secret in a response, an event or an error', async () => {
    await withWorld(framework, {}, async ({ service, turn, post, events, errors }) => {
      const { token, id } = await service.mint(read, { resourceId: 'shop', createdBy: 'gateway' })
      const secret = token.slice(19, 51)
      const told: unknown[] = []
      const tellAll = async () => {
        for (const caller of ['gateway', 'nobody'])
          for (const text of [token, token.slice(0, -1)]) told.push(await post('/introspect', text, caller))
      }
      await tellAll()
      turn.storeFails = true
      await tellAll()
      const everything =
        inspect([told, events, errors], { depth: 9, showHidden: true }) + JSON.stringify([told, events])
      expect(everything).toContain(id)
      expect(everything).toContain('ERR_STORE')
      for (let at = 0; at + 12 <= secret.length; at += 10) expect(everything).not.toContain(secret.slice(at, at + 12))
    })
  })
})
