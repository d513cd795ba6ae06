import { describe, expect, it } from 'vitest'
import { sqliteStore } from '../../src/sqlite/index.js'
import { openFile } from '../../src/sqlite/open-file.js'
import { readOptions } from '../../src/sqlite/options.js'
import { newPath } from './new-path.js'

describe('the options of the SQLite store', () => {
  it.each([
    [{ durability: 'power' }, 'durability must be "machine" or "process", got "power"'],
    [{ busyTimeout: -1 }, 'busyTimeout must be milliseconds from 0 on, got -1'],
    [{ busyTimeout: Number.NaN }, 'busyTimeout must be milliseconds from 0 on, got NaN'],
    [{ busyTimeout: '2s' }, 'busyTimeout must be milliseconds from 0 on, got "2s"'],
    [{ timeout: 5 }, 'sqliteStore has no option "timeout"; it has durability, busyTimeout'],
    [null, 'sqliteStore: options must be an object, got null'],
  ])('are refused where they are %j', (options, message) => {
    expect(() => sqliteStore(':memory:', options as never)).toThrow(
      expect.objectContaining({ code: 'ERR_OPTIONS', message }),
    )
  })

  it.each([
    [{}, 2],
    [{ durability: 'machine' }, 2],
    [{ durability: 'process' }, 1],
  ] as const)('give %j the level %i of synchronous', async (options, level) => {
    const { client, end } = openFile(newPath(), readOptions(options))
    expect(client.pragma('synchronous', { simple: true })).toBe(level)
    await end()
  })

  it('leave no waiting to SQLite, and let it read through a map and write through a WAL', async () => {
    const { client, end } = openFile(newPath(), readOptions({}))
    const pragma = (name: string) => client.pragma(name, { simple: true })
    expect(pragma('busy_timeout')).toBe(0)
    expect(pragma('mmap_size')).toBeGreaterThan(2 ** 30)
    expect(pragma('journal_mode')).toBe('wal')
    await end()
  })
})
