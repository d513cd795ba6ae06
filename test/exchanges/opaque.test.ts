import { createTokenService, memoryStore } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { connectTo } from '../differential/client/connection.js'
import { FRAMEWORKS, withWorld } from './frameworks.js'
import { file, flow } from './scopes.js'
import { DOWNLOAD, LOOK } from './table/requests.js'
import type { World } from './world.js'

/** Everything that came over the wire, but for the time of day. */
async function wholeAnswer(world: World, target: string, token: string, more = ''): Promise<string> {
  const connection = connectTo(world.port)
  const text = `GET ${target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\nAuthorization: Bearer ${token}\r\n${more}\r\n`
  const [response] = await connection.exchange([{ method: 'GET', text }])
  connection.close()
  return `${response?.head}\n\n${response?.body}`.replace(/^date: .*$/im, '')
}

/** One token that fails for each reason, and the target that it is shown at. */
async function failingTokens({
  service,
  turn,
}: World): Promise<Readonly<Record<string, readonly [target: string, token: string]>>> {
  const expired = await service.mint(flow, { resourceId: 'f-1', ttl: '1m' })
  turn.now += 60_000
  const [revoked, other, consumed] = [
    await service.mint(flow, { resourceId: 'f-1' }),
    await service.mint(flow, { resourceId: 'f-2' }),
    await service.mint(file, { resourceId: 'd-1' }),
  ]
  await service.revoke(revoked.id, { by: 'ann' })
  await service.consume(consumed.token, { method: 'GET', target: DOWNLOAD })
  const elsewhere = createTokenService({ scopes: [flow], store: memoryStore() })
  const unknown = await elsewhere.mint(flow, { resourceId: 'f-1' })
  return {
    expired: [LOOK, expired.token],
    revoked: [LOOK, revoked.token],
    'of another resource': [LOOK, other.token],
    'at a wrong route': [DOWNLOAD, other.token],
    consumed: [DOWNLOAD, consumed.token],
    unknown: [LOOK, unknown.token],
  }
}

describe.each(FRAMEWORKS)('opaque refusals on $name', (framework) => {
  it.each(['guard', 'both', 'at-guard'] as const)(
    'A10 are byte-identical, whatever the reason, behind %s',
    async (gate) => {
      const options = { disclosure: 'opaque' } as const
      await withWorld(framework, { gate, options }, async (world) => {
        const tokens = Object.values(await failingTokens(world))
        const ahead = await world.service.mint(file, { resourceId: 'd-1' })
        const answers = [
          ...(await Promise.all(tokens.map(([target, token]) => wholeAnswer(world, target, token)))),
          await wholeAnswer(world, DOWNLOAD, ahead.token, 'Purpose: prefetch\r\n'),
        ]
        expect(answers[0]).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/)
        expect(new Set(answers).size).toBe(1)
        expect(world.seen).toEqual([])
      })
    },
  )

  it('A10 differ by their reasons where they are not opaque', async () => {
    await withWorld(framework, {}, async (world) => {
      const tokens = Object.values(await failingTokens(world))
      const answers = await Promise.all(tokens.map(([target, token]) => wholeAnswer(world, target, token)))
      expect(new Set(answers).size).toBe(tokens.length)
    })
  })
})
