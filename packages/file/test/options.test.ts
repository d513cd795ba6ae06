import { describe, expect, it } from 'vitest'
import { fileStore } from '../src/index.js'
import { readDirectory } from '../src/options.js'

const REFUSED: readonly (readonly [what: string, options: unknown, text: string])[] = [
  ['options that are none', null, 'options must be an object, got null'],
  ['an unknown option', { durabilty: 'process' }, 'there is no option "durabilty"; there are durability, onDamaged'],
  ['another durability', { durability: 'none' }, 'durability must be "machine" or "process", got "none"'],
  ['a durability that has no JSON', { durability: 1n }, 'durability must be "machine" or "process", got 1'],
  ['a reporter that has no JSON', { onDamaged: 1n }, 'onDamaged must be a function, got 1'],
  ['a reporter that cannot be called', { onDamaged: 'log' }, 'onDamaged must be a function, got "log"'],
]

describe('the options of a file store', () => {
  it.each(REFUSED)('refuse %s', (_, options, text) => {
    const open = () => fileStore('tokens', options as never)
    expect(open).toThrow(expect.objectContaining({ code: 'ERR_OPTIONS', message: `fileStore: ${text}` }))
  })

  it.each(['', '  ', 'a\0b', undefined, 7, 1n])('refuse the directory %o', (directory) => {
    const open = () => fileStore(directory as string)
    expect(open).toThrow(
      expect.objectContaining({ code: 'ERR_OPTIONS', message: expect.stringMatching(/path of a directory, got/) }),
    )
  })

  it('refuse Windows, and say what works there', () => {
    const read = () => readDirectory('tokens', 'win32')
    expect(read).toThrow(
      expect.objectContaining({ code: 'ERR_OPTIONS', message: expect.stringMatching(/sqliteStore/) }),
    )
    expect(readDirectory('tokens', 'darwin')).toBe('tokens')
  })
})
