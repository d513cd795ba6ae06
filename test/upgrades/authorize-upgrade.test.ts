import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import { knock, room, ticket } from './scopes.js'
import { type Entered, type World, withWorld } from './world.js'

const bearing = (token: string) => ({ authorization: `Bearer ${token}` })
const inCookie = (token: string) => ({ cookie: `__Host-room=${token}` })

/** The status and the code of a refusal, or what the socket echoed. */
function told(entered: Entered): string {
  return 'echo' in entered ? entered.echo : `${entered.status} ${entered.code}`
}

describe('authorizeUpgrade with a ws server', () => {
  it('opens the socket of the token and hands on the token', async () => {
    await withWorld(async ({ service, enter, opened }) => {
      const { id, token } = await service.mint(room, { resourceId: 'r-1' })
      expect(told(await enter('/rooms/r-1', bearing(token)))).toBe('room r-1')
      expect(opened.map((one) => [one.id, one.resourceId, one.route])).toEqual([[id, 'r-1', 'GET /rooms/:room']])
    })
  })

  it('answers a refusal as HTTP does, and closes the connection', async () => {
    await withWorld(async ({ enter }) => {
      const answer = await enter('/rooms/r-1')
      expect(answer).toMatchObject({
        status: 401,
        code: 'token_missing',
        headers: {
          'www-authenticate': 'Bearer realm="hallpass", Basic realm="hallpass", charset="UTF-8"',
          'content-type': 'application/problem+json',
          'cache-control': 'no-store',
          connection: 'close',
        },
      })
    })
  })

  it.each(refusedCases())('refuses $what: $answer', async ({ answer, enter }) => {
    await withWorld(async (world) => {
      expect(told(await enter(world))).toBe(answer)
      expect(world.opened).toEqual([])
    })
  })

  it.each([
    ['/rooms/r-2'],
    ['/rooms/R-1'],
    ['/rooms/r-1/'],
    ['/rooms/r%2D1/..'],
    ['//rooms/r-1'],
    ['/rooms/./r-1'],
    ['/rooms/r-1;a=1'],
    ['/rooms/r-1%2Fx'],
  ])('A11 refuses the target %s for a token of r-1', async (target) => {
    await withWorld(async ({ service, port, opened }) => {
      const { token } = await service.mint(room, { resourceId: 'r-1' })
      expect(await handshake(port, target, `Authorization: Bearer ${token}`)).toMatch(/^HTTP\/1\.1 403 /)
      expect(opened).toEqual([])
    })
  })

  it('F11 refuses a cross-site upgrade with a cookie, and spends nothing', async () => {
    await withWorld(async ({ service, enter }) => {
      const { token } = await service.mint(ticket, { resourceId: 'r-1' })
      const elsewhere = { ...inCookie(token), origin: 'https://evil.example' }
      const nowhere = inCookie(token)
      const sameSite = { ...inCookie(token), 'sec-fetch-site': 'same-site' }
      for (const headers of [elsewhere, nowhere, sameSite])
        expect(told(await enter('/socket/r-1', headers))).toBe('403 cross_site_refused')
      expect(told(await enter('/socket/r-1', { ...inCookie(token), origin: 'https://app.example' }))).toBe('ticket r-1')
    })
  })

  it('F11 opens for a cookie from the own origin', async () => {
    await withWorld(async ({ service, enter }) => {
      const { token } = await service.mint(room, { resourceId: 'r-1' })
      const headers = { ...inCookie(token), 'sec-fetch-site': 'same-origin' }
      expect(told(await enter('/rooms/r-1', headers))).toBe('room r-1')
    })
  })

  it('F11 refuses a cross-site upgrade with Basic', async () => {
    await withWorld(async ({ service, enter }) => {
      const { token } = await service.mint(room, { resourceId: 'r-1' })
      const authorization = `Basic ${Buffer.from(`x:${token}`).toString('base64')}`
      const answer = await enter('/rooms/r-1', { authorization, origin: 'https://evil.example' })
      expect(told(answer)).toBe('403 cross_site_refused')
    })
  })

  it('G12 opens one of 20 sockets that present one ticket at once', async () => {
    await withWorld(async ({ service, enter, opened }) => {
      const { token } = await service.mint(ticket, { resourceId: 'r-1' })
      const all = await Promise.all(Array.from({ length: 20 }, () => enter(`/socket/r-1?ticket=${token}`)))
      expect(all.map(told).filter((one) => one === 'ticket r-1')).toHaveLength(1)
      expect(all.map(told).filter((one) => one === '401 token_consumed')).toHaveLength(19)
      expect(opened).toHaveLength(1)
    })
  })

  it('gives no token for a client that left while it was decided on', async () => {
    await withWorld(async ({ service, enter, turn, opened }) => {
      const { token } = await service.mint(room, { resourceId: 'r-1' })
      turn.before = (socket) => socket.destroy()
      await expect(enter('/rooms/r-1', bearing(token))).rejects.toThrow('socket hang up')
      expect(opened).toEqual([])
    })
  })

  it('survives a socket that breaks while it is decided on', async () => {
    await withWorld(async ({ service, enter, turn }) => {
      const { token } = await service.mint(room, { resourceId: 'r-1' })
      turn.before = (socket) => setImmediate(() => socket.destroy(new Error('ECONNRESET')))
      turn.storeFails = true
      await enter('/rooms/r-1', bearing(token)).catch(() => undefined)
      turn.before = (socket) => process.nextTick(() => socket.destroy(new Error('ECONNRESET')))
      await expect(enter('/rooms/r-1', bearing(token))).rejects.toThrow('socket hang up')
      Object.assign(turn, { before: () => {}, storeFails: false })
      expect(told(await enter('/rooms/r-1', bearing(token)))).toBe('room r-1')
    })
  })

  it('writes a response that ends where its length says, and hangs up', async () => {
    await withWorld(async ({ port }) => {
      const [head = '', body = ''] = (await handshake(port, '/rooms/r-1', 'X-Nothing: here')).split('\r\n\r\n')
      expect(head).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n/)
      expect(head).toContain(`\r\ncontent-length: ${body.length}\r\n`)
      expect(JSON.parse(body)).toMatchObject({ status: 401, code: 'token_missing' })
    })
  })
})

/** Sends a target as it is, which a WebSocket client would normalise, and reads until the server hangs up. */
function handshake(port: number, target: string, header: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.write(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n${header}\r\n\r\n`)
  return text(socket)
}

interface RefusedCase {
  readonly what: string
  readonly answer: string
  enter(world: World): Promise<Entered>
}

function refusedCases(): readonly RefusedCase[] {
  return [
    {
      what: 'two tokens',
      answer: '400 token_ambiguous',
      enter: async ({ service, enter }) => {
        const [one, other] = [
          await service.mint(room, { resourceId: 'r-1' }),
          await service.mint(room, { resourceId: 'r-1' }),
        ]
        return enter('/rooms/r-1', { ...bearing(one.token), 'x-hallpass-token': other.token })
      },
    },
    {
      what: 'what is no token',
      answer: '401 token_invalid',
      enter: ({ enter }) => enter('/rooms/r-1', bearing('something')),
    },
    {
      what: 'an expired token',
      answer: '401 token_expired',
      enter: async ({ service, enter, turn }) => {
        const { token } = await service.mint(room, { resourceId: 'r-1', ttl: '1m' })
        turn.now += 60_000
        return enter('/rooms/r-1', bearing(token))
      },
    },
    {
      what: 'a ticket that was used',
      answer: '401 token_consumed',
      enter: async ({ service, enter }) => {
        const { token } = await service.mint(ticket, { resourceId: 'r-1' })
        await service.consume(token, { method: 'GET', target: '/socket/r-1' })
        return enter(`/socket/r-1?ticket=${token}`)
      },
    },
    {
      what: 'a revoked token',
      answer: '401 token_revoked',
      enter: async ({ service, enter }) => {
        const { id, token } = await service.mint(room, { resourceId: 'r-1' })
        await service.revoke(id, { by: 'ann' })
        return enter('/rooms/r-1', bearing(token))
      },
    },
    {
      what: 'a token of another device',
      answer: '401 token_binding_mismatch',
      enter: async ({ service, enter }) => {
        const { token } = await service.mint(room, { resourceId: 'r-1', bindings: { device: 'phone' } })
        return enter('/rooms/r-1', { ...bearing(token), 'x-device': 'desk' })
      },
    },
    {
      what: 'a token that waits for approval',
      answer: '403 approval_pending',
      enter: async ({ service, enter }) => {
        const { token } = await service.mint(knock, { resourceId: 'r-1', createdBy: 'ann' })
        return enter('/knock/r-1', bearing(token))
      },
    },
    {
      what: 'a token that was denied',
      answer: '403 approval_denied',
      enter: async ({ service, enter }) => {
        const { id, token } = await service.mint(knock, { resourceId: 'r-1', createdBy: 'ann' })
        await service.deny(id, { by: 'ben' })
        return enter('/knock/r-1', bearing(token))
      },
    },
    {
      what: 'a prefetch of a route that spends',
      answer: '403 prefetch_refused',
      enter: async ({ service, enter }) => {
        const { token } = await service.mint(ticket, { resourceId: 'r-1' })
        return enter('/socket/r-1', { ...bearing(token), purpose: 'prefetch' })
      },
    },
    {
      what: 'everybody while the store is down',
      answer: '503 store_unavailable',
      enter: async ({ service, enter, turn }) => {
        const { token } = await service.mint(room, { resourceId: 'r-1' })
        turn.storeFails = true
        return enter('/rooms/r-1', bearing(token))
      },
    },
  ]
}
