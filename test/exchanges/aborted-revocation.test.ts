import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTokenService, defineScope, memoryStore, type TokenStore } from '@hallpass/core'
import express from 'express'
import { expect, it } from 'vitest'

const flow = defineScope({ name: 'flow', routes: ['GET /flows/:flow'], resource: 'flow', maxTtl: '1h' })

it('A19 revocation runs to its end, even if the request that asked for it was aborted', async () => {
  const store = memoryStore()
  const begun = withResolvers<void>()
  const aborted = withResolvers<void>()
  const slow: TokenStore = {
    ...store,
    replace: async (next) => {
      begun.resolve()
      await aborted.promise
      return store.replace(next)
    },
  }
  const service = createTokenService({ scopes: [flow], store: slow })
  for (let count = 0; count < 3; count++) await service.mint(flow, { resourceId: 'f-17' })
  const revoked = withResolvers<number>()
  const app = express()
  app.delete('/flows/:flow', async (req, res) => {
    res.on('close', aborted.resolve)
    revoked.resolve(await service.revokeByResource(flow, req.params.flow))
  })
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')

  const { port } = server.address() as AddressInfo
  const asking = request({ port, method: 'DELETE', path: '/flows/f-17' }).end()
  asking.on('error', () => undefined)
  await begun.promise
  asking.destroy()

  expect(await revoked.promise).toBe(3)
  expect(await service.count(flow)).toBe(0)
  server.close()
})

function withResolvers<T>() {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
