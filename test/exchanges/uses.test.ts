import { METHODS } from 'node:http'
import { describe, expect, it } from 'vitest'
import type { SentRequest } from './client.js'
import { FRAMEWORKS, withWorld } from './frameworks.js'
import { file, order } from './scopes.js'
import { bearing, DOWNLOAD, ORDER } from './table/requests.js'

/** `CONNECT` never comes to a handler of requests. */
const methods = METHODS.filter((method) => method !== 'CONNECT')

const HEADERS: readonly NonNullable<SentRequest['headers']>[number][] = [
  ['Accept', '*/*'],
  ['Sec-Purpose', 'prefetch'],
  ['Purpose', 'prefetch'],
  ['X-Moz', 'prefetch'],
  ['X-Purpose', 'preview'],
  ['X-HTTP-Method-Override', 'GET'],
  ['X-HTTP-Method', 'POST'],
  ['Range', 'bytes=0-1'],
  ['X-Original-URL', DOWNLOAD],
]

describe.each(FRAMEWORKS)('over all methods and headers, on $name', (framework) => {
  it.each([
    ['a download', file, 'd-1', DOWNLOAD, 1],
    ['orders', order, 'o-1', ORDER, 3],
  ] as const)('F5 the handler of %s runs as often as there are uses', async (_, scope, resourceId, target, uses) => {
    for (const gate of ['guard', 'both', 'at-guard'] as const)
      await withWorld(framework, { gate }, async ({ service, seen }, sent) => {
        const { token, id } = await service.mint(scope.name, { resourceId })
        for (const header of HEADERS)
          for (const method of methods)
            await sent(bearing(method, target, { headers: [header], over: 'socket' })(token))
        expect(seen).toHaveLength(uses)
        expect((await service.get(id))?.status).toBe('consumed')
      })
  })

  it('F3 one use is taken of many requests at once', async () => {
    await withWorld(framework, { gate: 'both' }, async ({ service, seen }, sent) => {
      const { token } = await service.mint(file, { resourceId: 'd-1' })
      const answers = await Promise.all(Array.from({ length: 30 }, () => sent(bearing('GET', DOWNLOAD)(token))))
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
      expect(answers.filter(({ status }) => status === 401)).toHaveLength(29)
      expect(seen).toHaveLength(1)
    })
  })
})
