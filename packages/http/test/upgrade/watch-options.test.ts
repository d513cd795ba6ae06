import { describe, expect, it } from 'vitest'
import { type WatchOptions, watchToken } from '../../src/index.js'
import { createService } from '../services.js'

const { service } = createService()
const nothing = () => {}

describe('watchToken', () => {
  it.each<[name: string, value: unknown, said: string]>([
    ['signal', {}, ': signal must be an AbortSignal, got an object'],
    ['interval', 0.5, ': interval must be milliseconds from 1 to 86400000, got 0.5'],
    ['interval', 86_400_001, ': interval must be milliseconds from 1 to 86400000, got 86400001'],
    ['interval', Number.NaN, ': interval must be milliseconds from 1 to 86400000, got NaN'],
    ['failures', 0, ': failures must be a whole number from 1 on, got 0'],
    ['failures', 1.5, ': failures must be a whole number from 1 on, got 1.5'],
    ['untilExpiry', 1, ': untilExpiry must be a boolean, got 1'],
    ['now', 1, ': now must be a function, got 1'],
    ['random', 1, ': random must be a function, got 1'],
    ['onend', nothing, ' has no option "onend"; it has signal, interval, failures, untilExpiry, now, random'],
  ])('does not begin with the option %s as %o', (name, value, said) => {
    expect(() => watchToken(service, 'id', nothing, { [name]: value })).toThrow(
      expect.objectContaining({ code: 'ERR_OPTIONS', message: expect.stringContaining(`watchToken${said}`) }),
    )
  })

  it.each<[sentence: string, args: readonly unknown[], said: string]>([
    [
      'without a service',
      [{}, 'id', nothing],
      'watchToken takes a service that createTokenService made, got an object',
    ],
    ['without an id', [service, undefined, nothing], "watchToken: id must be a token's public id, got undefined"],
    ['with an empty id', [service, '', nothing], 'watchToken: id must be a token\'s public id, got ""'],
    [
      'with nobody to tell',
      [service, 'id', 'x'],
      'watchToken: onEnd must be a function that closes the stream, got "x"',
    ],
  ])('does not begin %s', (_, args, message) => {
    expect(() => watchToken(...(args as Parameters<typeof watchToken>))).toThrow(
      expect.objectContaining({ code: 'ERR_OPTIONS', message }),
    )
  })

  it.each<WatchOptions>([{ interval: 1 }, { interval: 86_400_000 }, { failures: 1 }])('begins with %j', (options) => {
    watchToken(service, 'id', nothing, options)()
  })
})
