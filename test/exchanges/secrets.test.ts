import { inspect } from 'node:util'
import { basic, bearer, body, cookie, header, query, type Refused } from '@hallpass/http'
import { describe, expect, it } from 'vitest'
import type { SentRequest } from './client.js'
import { FRAMEWORKS, withWorld } from './frameworks.js'
import { file } from './scopes.js'
import { basicOf, DOWNLOAD } from './table/requests.js'

/** Every way to present a token, whole and cut short. */
function presentations(token: string): readonly SentRequest[] {
  const page = [
    ['Sec-Fetch-Mode', 'navigate'],
    ['Accept', 'text/html'],
  ] as const
  const ways: readonly SentRequest[] = [
    { method: 'GET', target: DOWNLOAD, headers: [['Authorization', `Bearer ${token}`]] },
    { method: 'GET', target: DOWNLOAD, headers: [['Authorization', basicOf('git', token)]] },
    { method: 'GET', target: DOWNLOAD, headers: [['X-Hallpass-Token', token]] },
    { method: 'GET', target: DOWNLOAD, headers: [['Cookie', `__Host-t=${token}`]] },
    { method: 'GET', target: `${DOWNLOAD}?t=${token}` },
    { method: 'GET', target: `${DOWNLOAD}?t=${token}&t=${token}` },
    { method: 'DELETE', target: `/nowhere?t=${token}` },
    {
      method: 'POST',
      target: DOWNLOAD,
      headers: [['Content-Type', 'application/x-www-form-urlencoded']],
      body: `t=${token}`,
    },
  ]
  return ways.flatMap((way) => [way, { ...way, headers: [...(way.headers ?? []), ...page] }])
}

describe.each(FRAMEWORKS)('secrets on $name', (framework) => {
  it.each(['guard', 'both', 'at-guard'] as const)(
    'F10 are in no response and in nothing that listeners hear, behind %s',
    async (gate) => {
      const heard: Refused[] = []
      const options = {
        from: [bearer(), basic(), header('x-hallpass-token'), cookie('__Host-t'), query('t'), body('t')],
        onRefused: (refused: Refused) => void heard.push(refused),
      }
      await withWorld(framework, { gate, options }, async ({ service, turn }, sent) => {
        const { token } = await service.mint(file, { resourceId: 'd-1' })
        const secret = token.slice(token.indexOf('_') + 17)
        const told: string[] = []
        const sendAll = async (text: string) => {
          for (const request of presentations(text)) told.push(inspect(await sent(request)))
        }
        await sendAll(token)
        await sendAll(token.slice(0, -1))
        turn.storeFails = true
        await sendAll(token)
        const everything = told.join('\n') + inspect(heard, { depth: 9, showHidden: true }) + JSON.stringify(heard)
        expect(told.length).toBe(48)
        expect(heard.length).toBeGreaterThan(30)
        expect(everything).not.toContain(secret)
        expect(everything).not.toContain(secret.slice(0, 12))
        expect(everything).not.toContain(Buffer.from(`git:${token}`).toString('base64').slice(0, 40))
        expect(told.join('\n')).not.toContain('the store is down')
      })
    },
  )
})
