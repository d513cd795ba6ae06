import { describe, expect, it } from 'vitest'
import { redisStore } from '../src/index.js'
import { fakeClient } from './fake-client.js'

const REFUSED: readonly (readonly [what: string, options: unknown, text: string])[] = [
  ['options that are none', null, 'options must be an object, got null'],
  ['an unknown option', { prefix: 'app' }, 'there is no option "prefix"; there are keyPrefix, partitions'],
  ['a key prefix with braces', { keyPrefix: '{app}' }, 'keyPrefix must fit ^[A-Za-z0-9_.:-]{1,64}$, got "{app}"'],
  ['no key prefix', { keyPrefix: '' }, 'keyPrefix must fit'],
  ['no partition', { partitions: 0 }, 'partitions must be a whole number from 1 to 1024, got 0'],
  ['half a partition', { partitions: 1.5 }, 'partitions must be a whole number from 1 to 1024, got 1.5'],
  ['a time-out of nothing', { commandTimeout: 0 }, 'commandTimeout must be whole milliseconds from 1 on, got 0'],
  ['a time-out as text', { commandTimeout: '2s' }, 'commandTimeout must be whole milliseconds from 1 on, got "2s"'],
  ['nobody who may wait', { maxPending: 0 }, 'maxPending must be a whole number from 1 on, got 0'],
  ['a listener that cannot be called', { onWarning: 'log' }, 'onWarning must be a function, got "log"'],
]

const NO_CLIENTS: readonly unknown[] = [
  undefined,
  null,
  'redis://127.0.0.1',
  {},
  { sendCommand: () => 1 },
  { call: () => 1 },
]

describe('a Redis store', () => {
  it.each(REFUSED)('refuses %s', (_, options, text) => {
    const open = () => redisStore(fakeClient().client, options as never)
    expect(open).toThrow(
      expect.objectContaining({ code: 'ERR_OPTIONS', message: expect.stringContaining(`redisStore: ${text}`) }),
    )
  })

  it.each(NO_CLIENTS)('refuses %j for a client', (client) => {
    expect(() => redisStore(client as never)).toThrow(
      expect.objectContaining({ code: 'ERR_OPTIONS', message: expect.stringMatching(/ioredis or node-redis/) }),
    )
  })

  it.each(['slave', 'all', () => undefined])('refuses a cluster client that reads from replicas (%s)', (scaleReads) => {
    const cluster = { ...fakeClient().client, nodes: () => [], options: { scaleReads } }
    expect(() => redisStore(cluster as never)).toThrow(
      expect.objectContaining({
        code: 'ERR_OPTIONS',
        message: expect.stringMatching(/scaleReads must be "master", got/),
      }),
    )
  })
})
