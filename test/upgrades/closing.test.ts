import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTokenService, memoryStore } from '@hallpass/core'
import { authorizeUpgrade, watchToken } from '@hallpass/http'
import { expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { room } from './scopes.js'

it('closes the open WebSocket of a token that is revoked, and no other', async () => {
  const service = createTokenService({ scopes: [room], store: memoryStore() })
  const authorize = authorizeUpgrade(service, room)
  const sockets = new WebSocketServer({ noServer: true })
  const server = createServer().on('upgrade', async (request, socket, head) => {
    const token = await authorize(request, socket)
    if (!token) return
    sockets.handleUpgrade(request, socket, head, (one) => {
      one.on(
        'close',
        watchToken(service, token.id, (end) => one.close(1008, end)),
      )
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/rooms/r-1`
  const enter = async () => {
    const { id, token } = await service.mint(room, { resourceId: 'r-1' })
    const socket = new WebSocket(url, { headers: { authorization: `Bearer ${token}` } })
    await once(socket, 'open')
    return { id, socket }
  }

  const [one, other] = [await enter(), await enter()]
  const closed = once(one.socket, 'close')
  await service.revoke(one.id, { by: 'ann' })
  const [code, reason] = await closed
  expect([code, String(reason)]).toEqual([1008, 'revoked'])
  expect(other.socket.readyState).toBe(WebSocket.OPEN)

  other.socket.terminate()
  await new Promise((resolve) => server.close(resolve))
})
