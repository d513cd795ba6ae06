import {
  defineScope,
  type HallpassError,
  memoryStore,
  type ServiceEvent,
  type TokenService,
  type TokenStore,
} from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { bench, download, flow, GET_FLOW, reasonOf } from '../fixtures.js'

const TAKE = { method: 'POST', target: '/files/a' } as const

/** A memory store whose calls wait at a gate while it is shut. */
function gatedStore() {
  const store = memoryStore()
  const gate = { waiting: 0, reached: 0, open: () => {}, shut: () => {} }
  let opened = Promise.resolve()
  gate.shut = () => {
    opened = new Promise((resolve) => {
      gate.open = resolve
    })
  }
  const gated = async <T>(call: () => Promise<T>): Promise<T> => {
    gate.reached++
    gate.waiting++
    await opened
    gate.waiting--
    return call()
  }
  const slow: TokenStore = {
    ...store,
    insert: (record, limits) => gated(() => store.insert(record, limits)),
    find: (id) => gated(() => store.find(id)),
    replace: (next) => gated(() => store.replace(next)),
  }
  return { slow, gate }
}

async function loaded(options: object) {
  const { slow, gate } = gatedStore()
  const events: ServiceEvent[] = []
  const { service, clock } = bench([flow, download], {
    store: slow,
    onEvent: (event) => events.push(event),
    ...options,
  })
  const { token, id } = await service.mint(flow, { resourceId: 'f-17' })
  const single = await service.mint(download, { resourceId: 'a' })
  gate.reached = 0
  return { service, clock, gate, token, id, single, events }
}

/** What a call came to, as a word. */
function outcomeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    (answer) => ((answer as { ok?: boolean }).ok === false ? 'refused' : 'done'),
    (error: HallpassError) => error.code,
  )
}

function tally(words: readonly string[]): Record<string, number> {
  const sums: Record<string, number> = {}
  for (const word of words) sums[word] = (sums[word] ?? 0) + 1
  return sums
}

describe('a store that is slow', () => {
  it('G14 gets 1,000 calls at once and no more; the others are refused without waiting', async () => {
    const { service, gate, token, events } = await loaded({})
    gate.shut()
    const outcomes: string[] = []
    const calls = Array.from({ length: 3000 }, () =>
      outcomeOf(service.validate(token, GET_FLOW)).then((word) => outcomes.push(word)),
    )
    await Promise.race(calls)
    await new Promise(setImmediate)
    expect(tally(outcomes)).toEqual({ ERR_STORE: 2000 })
    expect(gate.reached).toBe(1000)
    expect(events.filter(({ event }) => event === 'store_failed')).toHaveLength(2000)
    gate.open()
    await Promise.all(calls)
    expect(tally(outcomes)).toEqual({ ERR_STORE: 2000, done: 1000 })
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('ok')
  })

  it.each<[string, (service: TokenService, token: string, id: string) => Promise<unknown>, keyof TokenStore]>([
    ['mint', (service) => service.mint(flow, { resourceId: 'f-18' }), 'insert'],
    ['validate', (service, token) => service.validate(token, GET_FLOW), 'find'],
    ['consume', (service, token) => service.consume(token, GET_FLOW), 'find'],
    ['reserve', (service, token) => service.reserve(token, GET_FLOW), 'find'],
    ['consumeExpected', (service, token, id) => service.consumeExpected(id, token), 'find'],
  ])('G14 is not asked by %s beyond maxInFlight, and is again when the others are through', async (_, call, method) => {
    const { service, gate, token, id, events } = await loaded({ maxInFlight: 2 })
    gate.shut()
    const under = [call(service, token, id), call(service, token, id)].map(outcomeOf)
    await expect(call(service, token, id)).rejects.toMatchObject({
      code: 'ERR_STORE',
      message: '2 calls wait for the store, which is as many as maxInFlight allows',
    })
    expect(gate.reached).toBe(2)
    expect(events.at(-1)).toEqual({ event: 'store_failed', method, code: 'ERR_STORE' })
    gate.open()
    expect(await Promise.all(under)).toEqual(['done', 'done'])
    expect(await outcomeOf(call(service, token, id))).toBe('done')
  })

  it('G14 keeps no place for calls that it failed', async () => {
    const failing: TokenStore = { ...memoryStore(), find: () => Promise.reject(new Error('down')) }
    const { service } = bench([flow], { store: failing, maxInFlight: 1 })
    const { token, id } = await service.mint(flow, { resourceId: 'f-17' })
    for (let round = 0; round < 3; round++)
      for (const call of [
        () => service.validate(token, GET_FLOW),
        () => service.consume(token, GET_FLOW),
        () => service.reserve(token, GET_FLOW),
        () => service.consumeExpected(id, token),
      ])
        await expect(call()).rejects.toMatchObject({ message: 'the store failed at find' })
  })

  it('G14 is open to operators while requests fill it', async () => {
    const { service, gate, token, id } = await loaded({ maxInFlight: 1 })
    gate.shut()
    const request = outcomeOf(service.validate(token, GET_FLOW))
    const operators = [service.get(id), service.revoke(id, { by: 'carol' }), service.count(flow), service.sweep()]
    gate.open()
    expect(await Promise.all(operators)).toMatchObject([{ id }, { ok: true, changed: true }, 1, 0])
    await request
  })

  it('G14 has at most half of maxInFlight waiting for one token, and room for another', async () => {
    const { service, gate, single, token } = await loaded({ maxInFlight: 20 })
    const uses = Array.from({ length: 19 }, () => outcomeOf(service.consume(single.token, TAKE)))
    const other = outcomeOf(service.validate(token, GET_FLOW))
    gate.shut()
    expect(await other).toBe('done')
    gate.open()
    expect(tally(await Promise.all(uses))).toEqual({ done: 1, refused: 10, ERR_CONTENTION: 8 })
    expect(await reasonOf(service.consume(single.token, TAKE))).toBe('consumed')
  })

  it('lets a revocation go ahead of a line of uses', async () => {
    const { service, gate, single } = await loaded({})
    gate.shut()
    const outcomes: string[] = []
    const uses = Array.from({ length: 100 }, () =>
      outcomeOf(service.reserve(single.token, TAKE)).then((word) => outcomes.push(word)),
    )
    await new Promise(setImmediate)
    gate.open()
    await Promise.race(uses)
    expect(await service.revoke(single.id, { by: 'carol' })).toEqual({ ok: true, changed: true })
    expect(outcomes.length).toBeLessThan(5)
    await Promise.all(uses)
  })

  it('settles a use that was held ahead of a line that is full', async () => {
    const { slow, gate } = gatedStore()
    const pair = defineScope({ name: 'pair', routes: ['POST /x'], maxTtl: '1h', uses: 2 })
    const { service } = bench([pair], { store: slow, maxInFlight: 4 })
    const { token } = await service.mint(pair)
    const request = { method: 'POST', target: '/x' }
    const held = await service.reserve(token, request)
    gate.shut()
    const uses = Array.from({ length: 4 }, () => outcomeOf(service.consume(token, request)))
    gate.open()
    expect(await Promise.race(uses)).toBe('ERR_CONTENTION')
    expect(held.ok && (await held.hold.commit())).toBe(true)
    expect(tally(await Promise.all(uses))).toEqual({ done: 1, refused: 2, ERR_CONTENTION: 1 })
    expect(await reasonOf(service.consume(token, request))).toBe('consumed')
  })
})

describe('a store that never answers', () => {
  it('G14 G11 fails in the time that storeTimeout allows, and its places come back', async () => {
    const { service, gate, token, id } = await loaded({ maxInFlight: 1, storeTimeout: 20 })
    gate.shut()
    for (let round = 0; round < 3; round++)
      await expect(service.validate(token, GET_FLOW)).rejects.toMatchObject({
        code: 'ERR_STORE',
        message: 'the store gave no answer to find within 20 ms',
      })
    await expect(service.revoke(id, { by: 'carol' })).rejects.toMatchObject({ code: 'ERR_STORE' })
    gate.open()
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('ok')
  })

  it('G5 is asked once more whether a use that was late came in', async () => {
    const store = memoryStore()
    const late: TokenStore = { ...store, replace: (next) => store.replace(next).then(() => new Promise(() => {})) }
    const { service } = bench([download], { store: late, storeTimeout: 20 })
    const { token } = await service.mint(download, { resourceId: 'a' })
    expect(await reasonOf(service.consume(token, TAKE))).toBe('ok')
    expect(await reasonOf(service.consume(token, TAKE))).toBe('consumed')
  })

  it.each(['insert', 'find', 'replace', 'page', 'count', 'sweep'] as const)('fails in time at %s', async (method) => {
    const hanging: TokenStore = { ...memoryStore(), [method]: () => new Promise(() => {}) }
    const { service } = bench([flow], { store: hanging, storeTimeout: 20 })
    const calls = async () => {
      const { token, id } = await service.mint(flow, { resourceId: 'f-17' })
      await service.validate(token, GET_FLOW)
      await service.revoke(id, { by: 'carol' })
      await service.count(flow)
      await service.sweep()
    }
    await expect(calls()).rejects.toMatchObject({
      code: 'ERR_STORE',
      message: `the store gave no answer to ${method} within 20 ms`,
    })
  })
})

describe('the limits of a service', () => {
  it.each([
    [{ maxInFlight: 0 }, 'maxInFlight must be a whole number from 1 on, got 0'],
    [{ maxInFlight: Number.POSITIVE_INFINITY }, 'maxInFlight must be a whole number from 1 on, got Infinity'],
    [{ storeTimeout: '5' }, 'storeTimeout must be'],
    [{ storeTimeout: '30d' }, 'storeTimeout must be at most 2147483647 ms, the longest that a timer waits, got "30d"'],
    [{ lease: '30' }, 'lease must be a positive duration'],
    [{ lease: 2 ** 31 }, 'lease must be at most 2147483647 ms, the longest that a timer waits, got 2147483648'],
  ])('are refused where they are none: %j', (options, message) => {
    expect(() => bench([flow], options as object)).toThrow(
      expect.objectContaining({ code: 'ERR_OPTIONS', message: expect.stringContaining(message) }),
    )
  })

  it('are taken as long as a timer waits', async () => {
    const { service } = bench([flow], { storeTimeout: 2 ** 31 - 1, lease: 2 ** 31 - 1 })
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('ok')
  })
})
