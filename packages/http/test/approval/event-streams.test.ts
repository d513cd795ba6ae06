import { describe, expect, it } from 'vitest'
import type { ApprovalAnswer, StreamAnswer } from '../../src/approval/approval-answer.js'
import { readApprovalSettings } from '../../src/approval/approval-options.js'
import { createEventStreams } from '../../src/approval/event-streams.js'
import { lines, viewOf } from '../requests.js'
import { ASKED, command, createDesk, told, written } from './desk.js'
import { createTimers } from './timers.js'

function streaming(options: { readonly maxStreams?: number } = {}) {
  const desk = createDesk()
  const timers = createTimers()
  const streams = createEventStreams(
    readApprovalSettings(desk.service, { approver: () => 'ann', ...options }),
    timers.schedule,
  )
  return { ...desk, timers, open: async () => streamOf(await streams.open(viewOf())), streams }
}

function streamOf(answer: ApprovalAnswer): StreamAnswer & { readonly text: () => string } {
  if (answer.kind !== 'stream') throw new Error(`expected a stream, got ${answer.status}`)
  let text = ''
  answer.stream.setEncoding('utf8').on('data', (chunk) => {
    text += chunk
  })
  return { ...answer, text: () => text }
}

const closed = (stream: StreamAnswer['stream']) => new Promise((resolve) => stream.once('close', resolve))
const eventsIn = (text: string) =>
  [...text.matchAll(/^event: pending\ndata: ([\w-]{43})\n\n/gm)].map(([, digest]) => digest)

describe('an event stream', () => {
  it('tells a digest at once, and the next when somebody asks for approval', async () => {
    const { open, timers, service } = streaming()
    const { text, headers, stream } = await open()
    await timers.pass(0)
    expect(headers['content-type']).toBe('text/event-stream')
    expect(text()).toMatch(/^retry: 2000\n\nevent: pending\ndata: [\w-]{43}\n\n$/)
    await timers.pass(250)
    await service.mint(command, ASKED)
    await timers.pass(0)
    const [before, after, ...more] = eventsIn(text())
    expect(after).toMatch(/^[\w-]{43}$/)
    expect([after === before, more]).toEqual([false, []])
    stream.destroy()
  })

  it('tells when a token is decided, or expires, and not when nothing has changed', async () => {
    const { open, timers, service, clock } = streaming()
    const [approved] = [await service.mint(command, ASKED), await service.mint(command, ASKED)]
    const { text, stream } = await open()
    await timers.pass(6500)
    expect(eventsIn(text())).toHaveLength(1)
    await service.approve(approved.id, { by: 'ann' })
    await timers.pass(0)
    expect(eventsIn(text())).toHaveLength(2)
    clock.now += 300_000
    await timers.pass(2000)
    expect(eventsIn(text())).toHaveLength(3)
    stream.destroy()
  })

  it('F10 holds nothing of what waits', async () => {
    const { open, timers, service } = streaming()
    const { token, id } = await service.mint(command, ASKED)
    const { text, stream } = await open()
    await timers.pass(2000)
    for (const secret of [token, token.slice(20, 40), id, 'agent-7', 'c-1', 's-1', 'push'])
      expect(text()).not.toContain(secret)
    stream.destroy()
  })

  it('says now and then that it is still there', async () => {
    const { open, timers } = streaming()
    const { text, stream } = await open()
    await timers.pass(60_000)
    expect(text().match(/^: still here\n\n/gm)).toHaveLength(3)
    stream.destroy()
  })

  it('ends after five minutes, so that the operator is asked for anew, and leaves nothing behind', async () => {
    const { open, timers } = streaming()
    const { stream } = await open()
    const end = closed(stream)
    await timers.pass(299_999)
    expect(stream.readableEnded).toBe(false)
    await timers.pass(1)
    await end
    expect(stream.readableEnded).toBe(true)
    await timers.pass(600_000)
    expect(timers.planned()).toEqual([])
  })

  it('that nobody reads leaves nothing behind at its end, and its place is free', async () => {
    const { streams, timers, service } = streaming({ maxStreams: 1 })
    expect((await streams.open(viewOf())).kind).toBe('stream')
    await timers.pass(300_000)
    await service.mint(command, ASKED)
    await timers.pass(60_000)
    expect(timers.planned()).toEqual([])
    expect((await streams.open(viewOf())).kind).toBe('stream')
  })

  it('leaves nothing behind when the client leaves', async () => {
    const { open, timers } = streaming()
    const { stream } = await open()
    await timers.pass(1000)
    stream.destroy()
    await closed(stream)
    await timers.pass(0)
    expect(timers.planned()).toEqual([])
  })

  it('is refused while as many are open as may be', async () => {
    const { streams, open, timers } = streaming({ maxStreams: 2 })
    const [first] = [await open(), await open()]
    const refused = written(await streams.open(viewOf()))
    expect([...told(refused), refused.headers['retry-after']]).toEqual([503, 'too_many_streams', '15'])
    first?.stream.destroy()
    await timers.pass(0)
    expect((await streams.open(viewOf())).kind).toBe('stream')
    expect(told(await streams.open(viewOf()))).toEqual([503, 'too_many_streams'])
  })

  it('that nobody reads is cut off', async () => {
    const { streams, timers, service } = streaming()
    const answer = await streams.open(viewOf())
    if (answer.kind !== 'stream') throw new Error('expected a stream')
    for (let round = 0; round < 150; round++) {
      await service.mint(command, { ...ASKED, resourceId: `c-${round % 90}` })
      await timers.pass(1000)
    }
    expect(answer.stream.destroyed).toBe(true)
  })

  it('is not opened by another site, nor by HEAD', async () => {
    const { streams } = streaming()
    const other = await streams.open(viewOf({ rawHeaders: lines(['Sec-Fetch-Site', 'cross-site']) }))
    expect(told(other)).toEqual([403, 'cross_site_refused'])
    const head = written(await streams.open(viewOf({ method: 'HEAD' })))
    expect([head.status, head.headers['content-type'], head.body]).toEqual([200, 'text/event-stream', ''])
  })

  it('goes on where the store fails', async () => {
    const { open, timers, breakStore, service } = streaming()
    const { stream } = await open()
    await timers.pass(0)
    breakStore()
    await timers.pass(60_000)
    expect(stream.destroyed).toBe(false)
    stream.destroy()
    await service.close()
  })
})
