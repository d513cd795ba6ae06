import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { runLoad, wentWell } from '../../examples/handoff/src/load/run-load.js'
import { readLoadSettings, readSettings } from '../../examples/handoff/src/settings.js'
import { withHandOffs } from './running-handoff-example.js'
import { startExampleProcess } from './started-example.js'

const SERVED = /^served by worker-\d+, process \d+\n$/

/** Longer than a test takes. */
const PATIENT = 29_000

/** On a busy machine too. */
const SOON = { timeout: 20_000 }

describe('connections that are handed to processes', () => {
  it('are served by the worker', () =>
    withHandOffs({ deadlineMs: PATIENT }, async ({ connect, log, live }) => {
      const answers = await Promise.all(Array.from({ length: 20 }, connect))
      expect(answers.filter((answer) => !SERVED.test(answer))).toEqual([])
      expect(log().filter((line) => line === 'worker-1: adopted the connection')).toHaveLength(20)
      expect(await live()).toBe(0)
    }))

  it('C8 go back to the client when the worker is silent, and are refused to it when it wakes', () =>
    withHandOffs({ deadlineMs: 200 }, async ({ connect, signal, events, log, live }) => {
      signal('SIGSTOP')
      expect(await connect()).toBe('try again: no_acknowledgement\n')
      expect(await live()).toBe(0)
      signal('SIGCONT')
      await expect.poll(() => events.at(-1)?.kind, SOON).toBe('late')
      expect(log().at(-1)).toBe('worker-1: presented a token when nobody waited for it: revoked')
    }))

  it('C9 go back to the client when the worker is killed in the middle, and another takes its place', () =>
    withHandOffs({ deadlineMs: PATIENT }, async ({ connect, signal, someReady, live }) => {
      signal('SIGSTOP')
      const clients = [connect(), connect(), connect()]
      await expect.poll(live, SOON).toBe(3)
      signal('SIGKILL')
      expect(new Set(await Promise.all(clients))).toEqual(new Set(['try again: worker_gone\n']))
      expect(await live()).toBe(0)
      await someReady()
      expect(await connect()).toMatch(/^served by worker-2/)
    }))

  it('C2 go back to the client where as many are under way as may be, and the others are not disturbed', () =>
    withHandOffs({ deadlineMs: PATIENT, limits: { total: 2, perWorker: 2 } }, async ({ connect, signal, live }) => {
      signal('SIGSTOP')
      const clients = [connect(), connect()]
      await expect.poll(live, SOON).toBe(2)
      expect(await connect()).toBe('try again: full\n')
      signal('SIGCONT')
      for (const answer of await Promise.all(clients)) expect(answer).toMatch(SERVED)
      expect(await live()).toBe(0)
    }))

  it('C9 go back to the client when the broker stops in the middle', () =>
    withHandOffs({ deadlineMs: PATIENT }, async ({ connect, signal, stop, live }) => {
      signal('SIGSTOP')
      const client = connect()
      await expect.poll(live, SOON).toBe(1)
      expect(await stop()).toBe(0)
      expect(await client).toBe('try again: worker_gone\n')
    }))
})

describe('the load', () => {
  it.each([1, 4711, 20_261_122])(
    'C9 leaves no live token after 100 hand-offs that fail by chance: seed %i',
    async (seed) => {
      const report = await runLoad({ seed, handOffs: 100 })
      const { outcomes, clients, tokens, live } = report
      expect(live).toBe(0)
      expect(Object.keys(tokens)).toEqual(['consumed', 'revoked'])
      expect([sum(outcomes), sum(clients)]).toEqual([100, 100])
      expect(clients).not.toHaveProperty('garbled')
      expect(Object.keys(outcomes)).toEqual(expect.arrayContaining(['adopted', 'refused']))
      expect(clients['served']).toBeLessThanOrEqual(outcomes['adopted'] ?? 0)
      expect(wentWell(report)).toBe(true)
    },
  )

  it.each([
    { live: 1, tokens: { active: 1, consumed: 99 } },
    { tokens: { consumed: 99, expired: 1 } },
    { clients: { garbled: 1, served: 99 } },
    { tokens: {} },
  ])('fails on a token that was left, a client with two answers, and where nothing was handed over: %j', (wrong) => {
    const good = { seed: 1, outcomes: {}, late: {}, clients: { served: 100 }, tokens: { consumed: 100 }, live: 0 }
    expect([wentWell(good), wentWell({ ...good, ...wrong } as typeof good)]).toEqual([true, false])
  })

  it('reads its seed and size from the environment', () => {
    expect(readLoadSettings({}, () => 7)).toEqual({ seed: 7, handOffs: 100 })
    expect(readLoadSettings({ SEED: '4711', HANDOFFS: '10' })).toEqual({ seed: 4711, handOffs: 10 })
    expect(() => readLoadSettings({ SEED: 'x' })).toThrow('SEED must be a whole number such as 100, got "x"')
  })
})

describe('the hand-off example', () => {
  it('serves the printed line, tells what happens without a token, and stops without a live one', async () => {
    const example = await startExampleProcess('handoff', /worker-\d+: ready/)
    const line = /^ {2}(node -e .*)$/m.exec(example.printed())?.[1] ?? 'false'
    const { stdout } = await promisify(execFile)('sh', ['-c', line])
    expect(stdout).toMatch(SERVED)
    await example.prints(/worker-\d+: adopted the connection/)
    await example.interrupt()
    expect(example.printed()).toMatch(/ {2}stopped; live tokens: 0\n$/)
    expect(example.printed()).not.toContain('hp_')
  })

  it('has a default port, reads another from the environment, and says where it is in use', async () => {
    expect(readSettings({})).toEqual({ port: 3005 })
    expect(() => readSettings({ PORT: 'abc' })).toThrow('PORT must be a port such as 3005, or 0 for a free one')
    const other = createServer().listen(0, 'localhost')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const started = startExampleProcess('handoff', /ready/, { PORT: String(port) })
    await expect(started).rejects.toThrow(`port ${port} is in use; choose another with PORT\n`)
    other.close()
  })
})

function sum(tally: Readonly<Record<string, number>>): number {
  return Object.values(tally).reduce((total, count) => total + count, 0)
}
