import { describe, expect, it } from 'vitest'
import { driverOf } from '../src/client/driver-of.js'
import { createLine, type Line } from '../src/line.js'
import { script } from '../src/lua/script.js'
import { type Answers, fakeClient, replyError } from './fake-client.js'

const echo = script('return ARGV[1]')

function lineTo(answers: Answers, bounds = { commandTimeout: 30, maxPending: 3 }) {
  const { client, sent } = fakeClient(answers)
  return { line: createLine(driverOf(client), bounds), client, sent }
}

const ask = (line: Line) => line.send('key', ['GET', 'key'])
const refused = (text: RegExp) => ({ code: 'ERR_STORE', message: expect.stringMatching(text) })

describe('the way to a server', () => {
  it('gives what the server answers', async () => {
    const { line, sent } = lineTo(() => 'value')
    expect(await ask(line)).toBe('value')
    expect(sent).toEqual([['GET', 'key']])
  })

  it.each(['wait', 'connecting', 'connect', 'reconnecting', 'close', 'end'])(
    'refuses at once, and sends nothing, where the client is %s',
    async (status) => {
      const { line, client, sent } = lineTo(() => 'value')
      client.status = status
      await expect(ask(line)).rejects.toMatchObject(refused(/not connected/))
      expect(sent).toEqual([])
    },
  )

  it('fails in time where no answer comes, and counts what was sent until one does', async () => {
    const answer: { give: (value: string) => void } = { give: () => undefined }
    const { line, sent } = lineTo(() => new Promise((give) => Object.assign(answer, { give })))
    const asked = await Promise.allSettled([ask(line), ask(line), ask(line), ask(line)])
    expect(asked.slice(0, 3)).toEqual(
      Array(3).fill({ status: 'rejected', reason: expect.objectContaining(refused(/commandTimeout, 30 ms/)) }),
    )
    expect(asked[3]).toMatchObject({ reason: refused(/3 commands wait/) })
    await expect(ask(line)).rejects.toMatchObject(refused(/3 commands wait/))
    answer.give('late')
    await new Promise(setImmediate)
    expect(sent).toHaveLength(3)
    const again = ask(line)
    await expect(again).rejects.toMatchObject(refused(/commandTimeout/))
    expect(sent).toHaveLength(4)
  })

  it('takes an answer that came while the event loop was busy', async () => {
    const { line } = lineTo(() => new Promise((resolve) => setTimeout(() => resolve('value'), 10)))
    const asked = ask(line)
    for (const end = performance.now() + 60; performance.now() < end; );
    expect(await asked).toBe('value')
  })

  it('runs a script by its digest, and by its text where the server does not know it', async () => {
    const { line, sent } = lineTo(([name]) => {
      if (name === 'EVALSHA') throw replyError('NOSCRIPT No matching script. Please use EVAL.')
      return 'value'
    })
    expect(await line.run(echo, ['key'], ['value'])).toBe('value')
    expect(sent).toEqual([
      ['EVALSHA', echo.digest, '1', 'key', 'value'],
      ['EVAL', echo.text, '1', 'key', 'value'],
    ])
  })

  it.each([
    ['READONLY You can not write against a read only replica.', /replica/],
    ['LOADING Redis is loading the dataset in memory', /loading/],
    ['NOAUTH Authentication required.', /password/],
    ['OOM command not allowed when used memory > maxmemory.', /out of memory/],
    ['WRONGTYPE Operation against a key holding the wrong kind of value', /something else/],
    ['CLUSTERDOWN Hash slot not served', /does not serve/],
    ['MISCONF Redis is configured to save RDB snapshots', /disk/],
    ['NOREPLICAS Not enough good replicas to write.', /too few replicas/],
    ['ERR something new', /Redis failed \(ERR\)/],
    ['Connection is closed.', /^Redis failed$/],
  ])('says what %j means, runs nothing twice, and keeps no values', async (reply, text) => {
    const { line, sent } = lineTo(() => {
      throw replyError(`${reply}, with args beginning with: 'secret'`)
    })
    const error = await line.run(echo, ['key'], ['secret']).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject(refused(text))
    expect(JSON.stringify([String(error), String((error as Error).cause), (error as Error).cause])).not.toContain(
      'secret',
    )
    expect(sent).toHaveLength(1)
  })

  it('fails where a client throws at once', async () => {
    const { client } = fakeClient()
    const thrower = Object.assign(client, {
      call: () => {
        throw new TypeError('broken')
      },
    })
    const line = createLine(driverOf(thrower), { commandTimeout: 30, maxPending: 1 })
    for (const _ of [1, 2]) await expect(ask(line)).rejects.toMatchObject(refused(/Redis failed/))
  })
})
