import { getEventListeners } from 'node:events'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Ask, type WaitOptions, waitForApproval } from '../src/index.js'
import { virtualTime } from './virtual-time.js'

const approved = () => Response.json({ deployed: true })

function problem(status: number, code: string, headers: Record<string, string> = {}) {
  return () =>
    Response.json({ status, code }, { status, headers: { 'content-type': 'application/problem+json', ...headers } })
}

const pending = (hint?: string) => problem(403, 'approval_pending', hint === undefined ? {} : { 'retry-after': hint })
const failing =
  (status: number, headers = {}) =>
  () =>
    new Response('later', { status, headers })
const laterWith = (body: BodyInit) => new Response(body, { status: 503 })
const unreachable = () => {
  throw new TypeError('fetch failed')
}

/** Waits for a server that gives these answers in turn, the last one for ever; without jitter unless told. */
function waiting(answers: readonly (() => Response)[], options: WaitOptions = {}) {
  const clock = virtualTime()
  const askedAt: number[] = []
  const ask: Ask = async () => {
    const answer = answers[Math.min(askedAt.length, answers.length - 1)] as () => Response
    askedAt.push(clock.now())
    return answer()
  }
  const told = { askedAt, clock, outcome: undefined as Response | Error | undefined }
  const wait = waitForApproval(ask, { now: clock.now, sleep: clock.sleep, random: () => 0, ...options })
  wait.then(
    (response) => (told.outcome = response),
    (error) => (told.outcome = error),
  )
  return told
}

describe('waitForApproval', () => {
  it('B14 resolves to the answer of the approved request, its body unread', async () => {
    const wait = waiting([pending(), pending(), approved])
    await wait.clock.advanceTo(10_000)
    expect(wait.askedAt).toEqual([0, 2000, 4000])
    expect(await (wait.outcome as Response).json()).toEqual({ deployed: true })
  })

  it('B14 honours the hint of the server, also where it is longer than its own limits', async () => {
    const wait = waiting([pending('7'), pending('90'), approved])
    await wait.clock.advanceTo(100_000)
    expect(wait.askedAt).toEqual([0, 7000, 97_000])
  })

  it('reads a hint that is a date against the clock of the server', async () => {
    const dates = { date: 'Thu, 01 Jan 1970 00:00:10 GMT', 'retry-after': 'Thu, 01 Jan 1970 00:00:15 GMT' }
    const wait = waiting([problem(403, 'approval_pending', dates), approved])
    await wait.clock.advanceTo(10_000)
    expect(wait.askedAt).toEqual([0, 5000])
  })

  it.each(['-5', 'soon', '1e3', 'Thu, 01 Jan 1970 00:00:15 GMT', ''])(
    'goes its own way where the hint is %j',
    async (hint) => {
      const wait = waiting([pending(hint), approved])
      await wait.clock.advanceTo(10_000)
      expect(wait.askedAt).toEqual([0, 2000])
    },
  )

  it('takes a hint of zero for a second, so that it never asks without a pause', async () => {
    const wait = waiting([pending('0'), approved])
    await wait.clock.advanceTo(10_000)
    expect(wait.askedAt).toEqual([0, 1000])
  })

  it('B14 adds up to a fifth by chance, to the hint of the server too', async () => {
    const wait = waiting([pending(), pending('10'), approved], { random: () => 0.5 })
    await wait.clock.advanceTo(20_000)
    expect(wait.askedAt).toEqual([0, 2200, 13_200])
  })

  it.each([
    ['429', failing(429)],
    ['500', failing(500)],
    ['503', failing(503)],
    ['a network that fails', unreachable],
  ])('B14 doubles the time with each %s, up to the longest interval', async (_, answer) => {
    const wait = waiting([answer, answer, answer, answer, answer, approved], { interval: 1000, maxInterval: 10_000 })
    await wait.clock.advanceTo(100_000)
    expect(wait.askedAt).toEqual([0, 2000, 6000, 14_000, 24_000, 34_000])
  })

  it('B14 starts over with its interval once the server answers again', async () => {
    const wait = waiting([failing(503), failing(503), pending(), failing(503), approved], { interval: 1000 })
    await wait.clock.advanceTo(100_000)
    expect(wait.askedAt).toEqual([0, 2000, 6000, 7000, 9000])
  })

  it('B14 doubles under a server whose hint stays short, and waits longer where the hint is', async () => {
    const wait = waiting([failing(503, { 'retry-after': '1' }), failing(429, { 'retry-after': '60' }), approved])
    await wait.clock.advanceTo(100_000)
    expect(wait.askedAt).toEqual([0, 4000, 64_000])
  })

  it.each([
    ['a denial', problem(403, 'approval_denied')],
    ['an expired token', problem(401, 'token_expired')],
    ['a route that the token does not open', problem(403, 'route_not_allowed')],
    ['a 403 that is no problem document', () => new Response('<h1>no</h1>', { status: 403 })],
    [
      'a 403 whose body breaks off',
      () => new Response('{"code":"approv', { status: 403, headers: { 'content-type': 'application/json' } }),
    ],
    ['a 403 that is JSON and no object', () => Response.json(null, { status: 403 })],
    ['the answer of a route that speaks of approvals itself', problem(200, 'approval_pending')],
    ['a redirect that was not followed', () => new Response(null, { status: 304 })],
  ])('takes %s for the decision', async (_, answer) => {
    const wait = waiting([pending(), answer, approved])
    await wait.clock.advanceTo(60_000)
    expect(wait.askedAt).toHaveLength(2)
    expect((wait.outcome as Response).status).toBe(answer().status)
    expect((wait.outcome as Response).bodyUsed).toBe(false)
  })

  it('passes on an error of ask that is not the failing network', async () => {
    const wait = waiting([
      () => {
        throw new DOMException('elsewhere', 'SecurityError')
      },
    ])
    await wait.clock.advanceTo(0)
    expect(wait.outcome).toMatchObject({ name: 'SecurityError' })
  })

  it('B14 asks no more at or after the deadline, and says so as soon as that is certain', async () => {
    const wait = waiting([pending()], { timeout: 6000, interval: 2000 })
    await wait.clock.advanceTo(4000)
    expect(wait.askedAt).toEqual([0, 2000, 4000])
    expect(wait.outcome).toMatchObject({ name: 'TimeoutError', message: 'no decision within 6000 ms' })
  })

  it('B14 asks one millisecond before the deadline', async () => {
    const wait = waiting([pending(), approved], { timeout: 2001, interval: 2000 })
    await wait.clock.advanceTo(2000)
    expect(wait.outcome).toMatchObject({ status: 200 })
  })

  it('B14 ends a question without an answer at the deadline, and aborts it', async () => {
    const clock = virtualTime()
    const signals: AbortSignal[] = []
    const ask: Ask = (signal) => {
      signals.push(signal)
      return new Promise(() => undefined)
    }
    const outcome = waitForApproval(ask, { timeout: 5000, now: clock.now, sleep: clock.sleep }).catch((error) => error)
    await clock.advanceTo(5000)
    expect(await outcome).toMatchObject({ name: 'TimeoutError' })
    expect(signals[0]?.aborted).toBe(true)
  })

  it('tells why the last question failed as the cause', async () => {
    const unreached = waiting([unreachable], { timeout: 1000 })
    const refused = waiting([failing(502)], { timeout: 1000 })
    await unreached.clock.advanceTo(0)
    await refused.clock.advanceTo(0)
    expect((unreached.outcome as Error).cause).toBeInstanceOf(TypeError)
    expect((refused.outcome as Error).cause).toBe('the last answer had the status 502')
  })

  it('B14 ends with the reason of the signal, between two questions and during one', async () => {
    const between = new AbortController()
    const sleeping = waiting([pending()], { signal: between.signal })
    await sleeping.clock.advanceTo(1000)
    between.abort(new Error('closed'))
    await sleeping.clock.advanceTo(60_000)
    expect(sleeping.outcome).toMatchObject({ message: 'closed' })
    expect(sleeping.askedAt).toEqual([0])

    const during = new AbortController()
    const asking = waitForApproval(() => new Promise(() => undefined), { signal: during.signal })
    during.abort(new Error('left'))
    await expect(asking).rejects.toThrow('left')
  })

  it('asks nothing where the signal is aborted before', async () => {
    const wait = waiting([approved], { signal: AbortSignal.abort(new Error('gone')) })
    await wait.clock.advanceTo(0)
    expect(wait.askedAt).toEqual([])
    expect(wait.outcome).toMatchObject({ message: 'gone' })
  })

  it('leaves no timer behind and does not abort the answer that it gives', async () => {
    const signals: AbortSignal[] = []
    const clock = virtualTime()
    const ask: Ask = async (signal) => {
      signals.push(signal)
      return approved()
    }
    const wait = waitForApproval(ask, { timeout: 5000, now: clock.now, sleep: clock.sleep })
    await wait
    await clock.advanceTo(6000)
    expect(clock.sleeping()).toBe(0)
    expect(signals[0]?.aborted).toBe(false)
  })

  it('ends where ask itself aborts the signal and gives no answer', async () => {
    const stop = new AbortController()
    const ask: Ask = () => {
      stop.abort(new Error('closed by ask'))
      return new Promise(() => undefined)
    }
    await expect(waitForApproval(ask, { signal: stop.signal })).rejects.toThrow('closed by ask')
  })

  it('lets go of the bodies that it does not read, and so of their connections', async () => {
    const cancelled: number[] = []
    const answers = [429, 500].map((status) => () => {
      return new Response(new ReadableStream({ cancel: () => void cancelled.push(status) }), { status })
    })
    const wait = waiting([...answers, approved])
    await wait.clock.advanceTo(60_000)
    expect(cancelled).toEqual([429, 500])
  })

  it.each<[string, () => Response]>([
    ['broke on the way', () => laterWith(new ReadableStream({ start: (body) => body.error(new TypeError('broken')) }))],
    [
      'ask itself reads',
      () => {
        const response = laterWith('later')
        response.body?.getReader()
        return response
      },
    ],
  ])('B14 asks again after a 503 whose body %s', async (_, answer) => {
    const wait = waiting([answer, approved])
    await wait.clock.advanceTo(60_000)
    expect(wait.askedAt).toEqual([0, 4000])
    expect(wait.outcome).toMatchObject({ status: 200 })
  })

  describe('without a clock handed in', () => {
    afterEach(() => vi.useRealTimers())

    it('waits by timers, and leaves neither a timer nor a listener behind', async () => {
      vi.useFakeTimers()
      const answers = [pending('3'), failing(500), approved]
      const listeners: number[] = []
      const ask: Ask = async (signal) => {
        listeners.push(getEventListeners(signal, 'abort').length)
        return (answers.shift() as () => Response)()
      }
      const asked = waitForApproval(ask, { signal: new AbortController().signal })
      await vi.advanceTimersByTimeAsync(3000 * 1.2 + 4000 * 1.2)
      expect((await asked).status).toBe(200)
      expect(listeners).toEqual([0, 0, 0])
      expect(vi.getTimerCount()).toBe(0)
    })

    it('ends at the deadline and leaves no timer behind', async () => {
      vi.useFakeTimers()
      const outcome = waitForApproval(() => new Promise(() => undefined), { timeout: 5000 }).catch((error) => error)
      await vi.advanceTimersByTimeAsync(5000)
      expect(await outcome).toMatchObject({ name: 'TimeoutError' })
      expect(vi.getTimerCount()).toBe(0)
    })
  })

  it.each([
    ['timeout', 0],
    ['timeout', Number.NaN],
    ['interval', -1],
    ['maxInterval', Number.POSITIVE_INFINITY],
    ['timeout', 2 ** 31],
  ])('refuses a %s of %d', async (name, value) => {
    const asked = waitForApproval(async () => approved(), { [name]: value })
    await expect(asked).rejects.toThrow(`${name} must be a positive number of milliseconds below 2^31, got ${value}`)
  })
})
