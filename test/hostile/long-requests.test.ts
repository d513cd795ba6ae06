import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Connection, connectTo } from '../differential/client/connection.js'
import { LONG_REQUESTS, type LongRequest, textOf } from './long-requests.js'
import { sendRaw } from './send-raw.js'
import { APPLICATIONS, type HostileServer, startHostile } from './servers.js'

const NAMES = Object.keys(APPLICATIONS) as (keyof typeof APPLICATIONS)[]

/** The least of these is the cost without interruptions. */
const ROUNDS = 5

/** Four times the bytes may take four times as long: a square takes sixteen times. */
const MOST = 8

/** Below this, in milliseconds, nothing of the request is measured but what every request costs. */
const FLOOR = 0.5

describe.each(NAMES)('%s, asked by long requests', (name) => {
  let server: HostileServer
  let connection: Connection
  beforeAll(async () => {
    server = await startHostile(name)
    connection = connectTo(server.port)
  })
  afterAll(async () => {
    connection.close()
    await server.close()
  })

  async function timeOf(request: LongRequest, size: number): Promise<{ status: number | undefined; took: number }> {
    if (!connection.open) connection = connectTo(server.port)
    const text = textOf(request, size)
    const begun = performance.now()
    const [response] = await connection.exchange([{ method: 'GET', text }])
    return { status: response?.status, took: performance.now() - begun }
  }

  it.each(LONG_REQUESTS)('G15 takes linear time, fails not and lets nobody in: $name', async (request) => {
    const least = { one: Number.POSITIVE_INFINITY, four: Number.POSITIVE_INFINITY }
    const statuses = new Set<number | undefined>()
    const isLinear = () => least.four < MOST * Math.max(least.one, FLOOR)
    for (let round = 0; round < ROUNDS || (round < 10 * ROUNDS && !isLinear()); round++) {
      const [one, four] = [await timeOf(request, request.size), await timeOf(request, 4 * request.size)]
      least.one = Math.min(least.one, one.took)
      least.four = Math.min(least.four, four.took)
      statuses.add(one.status).add(four.status)
    }
    expect([...statuses].filter((status) => status === undefined || status >= 500)).toEqual([])
    expect([server.passed, server.failures]).toEqual([0, []])
    expect(isLinear(), `${least.one} ms, four times as long: ${least.four} ms`).toBe(true)
  })

  it('G15 refuses them where they ask for a socket', async () => {
    for (const request of LONG_REQUESTS) {
      const text = textOf(request, 4 * request.size, 'Connection: Upgrade\r\nUpgrade: websocket\r\n')
      const [status] = await sendRaw(server.port, text)
      expect([status, status !== undefined && status >= 400 && status < 500], request.name).toEqual([status, true])
    }
    expect([server.passed, server.failures]).toEqual([0, []])
  })
})
