import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { type EventStreamOptions, type TakeTicket, ticketedEventSource } from '../src/index.js'
import { eventSources, type FakeConnection } from './event-sources.js'
import { virtualTime } from './virtual-time.js'

const URL_OF_STREAM = 'https://app.example/events/s-1?lang=en'

/** A stream whose tickets are t-1, t-2, …, unless a test says what comes of taking one; without jitter unless told. */
function streaming(options: EventStreamOptions = {}, outcomes: readonly (() => Promise<string | undefined>)[] = []) {
  const clock = virtualTime()
  const { EventSource, connections } = eventSources()
  const takenAt: number[] = []
  const takeTicket: TakeTicket = async () => {
    takenAt.push(clock.now())
    return outcomes[takenAt.length - 1]?.() ?? `t-${takenAt.length}`
  }
  const stream = ticketedEventSource(takeTicket, URL_OF_STREAM, {
    EventSource,
    sleep: clock.sleep,
    random: () => 0,
    ...options,
  })
  const ended: unknown[] = []
  stream.ended.then((how) => ended.push(how))
  const last = () => connections.at(-1) as FakeConnection
  return { stream, clock, connections, takenAt, ended, last }
}

describe('ticketedEventSource', () => {
  it('opens with a ticket in the URL, which stays as it was otherwise', async () => {
    const { clock, connections, stream } = streaming({ withCredentials: true })
    await clock.advanceTo(0)
    expect(connections.map(({ url, init }) => [url, init])).toEqual([
      ['https://app.example/events/s-1?lang=en&ticket=t-1', { withCredentials: true }],
    ])
    stream.close()
  })

  it('takes a new ticket each time the connection ends, and never leaves it to the browser', async () => {
    const { clock, connections, stream, last } = streaming({ ticketName: 'pass' })
    for (const moment of [0, 1000, 2000]) {
      await clock.advanceTo(moment)
      last().open()
      last().break()
    }
    await clock.advanceTo(3000)
    expect(connections.map(({ url }) => new URL(url).searchParams.get('pass'))).toEqual(['t-1', 't-2', 't-3', 't-4'])
    expect(connections.map(({ closed }) => closed)).toEqual([true, true, true, false])
    stream.close()
  })

  it('waits twice as long after each attempt that did not open, up to a limit, and starts anew once one did', async () => {
    const { clock, takenAt, stream, last } = streaming({ maxInterval: 5000 })
    for (const moment of [0, 2000, 6000]) {
      await clock.advanceTo(moment)
      last().break()
    }
    await clock.advanceTo(11_000)
    last().open()
    last().break()
    await clock.advanceTo(12_000)
    expect(takenAt).toEqual([0, 2000, 6000, 11_000, 12_000])
    stream.close()
  })

  it('adds up to a fifth to each pause by chance', async () => {
    const { clock, takenAt, stream, last } = streaming({ random: () => 0.5 })
    await clock.advanceTo(0)
    last().open()
    last().break()
    await clock.advanceTo(5000)
    expect(takenAt).toEqual([0, 1100])
    stream.close()
  })

  it('asks for a ticket again after a network that fails, and after "later"', async () => {
    const unreachable = () => Promise.reject(new TypeError('fetch failed'))
    const later = () => Promise.resolve(undefined)
    const { clock, takenAt, connections, stream } = streaming({}, [unreachable, later])
    await clock.advanceTo(10_000)
    expect(takenAt).toEqual([0, 2000, 6000])
    expect(connections).toHaveLength(1)
    stream.close()
  })

  it('ends with what else taking a ticket rejects with', async () => {
    const error = new Error('signed out')
    const { clock, connections, ended } = streaming({}, [() => Promise.reject(error)])
    await clock.advanceTo(60_000)
    expect([ended, connections, clock.sleeping()]).toEqual([[error], [], 0])
  })

  it('hands events to the listeners of their types', async () => {
    const heard: string[] = []
    const listen = ({ type, data }: MessageEvent<string>) => heard.push(`${type} ${data}`)
    let opened = 0
    const { clock, stream, last } = streaming({
      events: { message: listen, price: listen },
      onOpen: () => {
        opened += 1
      },
    })
    await clock.advanceTo(0)
    last().open()
    last().send('message', 'hello')
    last().send('price', '17')
    last().send('other', 'x')
    expect([heard, opened]).toEqual([['message hello', 'price 17'], 1])
    stream.close()
  })

  it('takes an event that the server named error or open for an event', async () => {
    const heard: string[] = []
    let opened = 0
    const { clock, connections, stream, last } = streaming({
      events: { error: ({ data }) => heard.push(data) },
      onOpen: () => {
        opened += 1
      },
    })
    await clock.advanceTo(0)
    last().send('error', 'out of stock')
    last().send('open', 'the shop')
    await clock.advanceTo(60_000)
    expect([heard, opened, connections.length]).toEqual([['out of stock'], 0, 1])
    last().break()
    expect(heard).toEqual(['out of stock'])
    stream.close()
  })

  it('hands on the id of the last event, also past a connection without events', async () => {
    const { clock, connections, stream, last } = streaming({ lastEventIdName: 'after', events: { message() {} } })
    await clock.advanceTo(0)
    last().send('message', 'one', '41')
    last().send('message', 'two', '42')
    last().break()
    await clock.advanceTo(10_000)
    last().break()
    await clock.advanceTo(20_000)
    expect(connections.map(({ url }) => new URL(url).searchParams.get('after'))).toEqual([null, '42', '42'])
    stream.close()
  })

  it.each(['close', 'signal'])('closes by %s, and nothing is left behind', async (way) => {
    const abort = new AbortController()
    const { clock, connections, stream, last, ended } = streaming({ signal: abort.signal })
    await clock.advanceTo(0)
    last().open()
    const close = () => (way === 'close' ? stream.close() : abort.abort())
    close()
    close()
    await clock.advanceTo(60_000)
    expect(connections.map(({ closed }) => closed)).toEqual([true])
    expect([ended, clock.sleeping()]).toEqual([[undefined], 0])
    expect(getEventListeners(abort.signal, 'abort')).toEqual([])
  })

  it.each(Array.from({ length: 10 }, (_, ticks) => ticks))(
    'leaves nothing open where it was closed %i ticks after a ticket came',
    async (ticks) => {
      let give = (_ticket: string) => {}
      const slow = () =>
        new Promise<string>((resolve) => {
          give = resolve
        })
      const { clock, connections, stream, ended } = streaming({}, [slow])
      await clock.advanceTo(0)
      give('t-1')
      for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve()
      stream.close()
      await clock.advanceTo(60_000)
      expect([connections.filter(({ closed }) => !closed), ended]).toEqual([[], [undefined]])
    },
  )

  it('leaves no listener at the signal from one connection to the next', async () => {
    const { EventSource, connections } = eventSources()
    const { now, sleep, advanceTo } = virtualTime()
    const listening: number[] = []
    const take: TakeTicket = async (signal) => `t-${listening.push(getEventListeners(signal, 'abort').length)}`
    const quiet = (milliseconds: number) => sleep(milliseconds, new AbortController().signal)
    const stream = ticketedEventSource(take, URL_OF_STREAM, { EventSource, sleep: quiet })
    for (let round = 0; round < 3; round += 1) {
      await advanceTo(now() + 60_000)
      connections.at(-1)?.break()
    }
    expect(listening).toEqual([0, 0, 0])
    stream.close()
  })

  it('closes during a pause', async () => {
    const { clock, takenAt, stream, last, ended } = streaming()
    await clock.advanceTo(0)
    last().break()
    await clock.advanceTo(500)
    stream.close()
    await clock.advanceTo(60_000)
    expect([takenAt, ended, clock.sleeping()]).toEqual([[0], [undefined], 0])
  })

  it('refuses what it cannot work with at once', () => {
    const { EventSource } = eventSources()
    const take = async () => 't-1'
    expect(() => ticketedEventSource(take, '/events', { EventSource })).toThrow(TypeError)
    expect(() => ticketedEventSource(take, URL_OF_STREAM, { EventSource, interval: 0 })).toThrow(RangeError)
    expect(() => ticketedEventSource(take, URL_OF_STREAM, { EventSource: 'x' as never })).toThrow(
      'there is no EventSource here: hand one in as an option',
    )
  })
})
