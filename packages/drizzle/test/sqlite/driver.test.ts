import { describe, expect, it } from 'vitest'
import { checkDriver } from '../../src/sqlite/driver.js'

describe('the driver of the SQLite store', () => {
  it.each([
    ['12.0.0', '20.19.0'],
    ['12.11.1', '24.1.0'],
    ['13.0.0', '22.0.0'],
    ['13.2.0', '24.21.0'],
  ])('may be better-sqlite3 %s on Node %s', (version, node) => {
    expect(() => checkDriver(version, node)).not.toThrow()
  })

  it.each([
    [
      '13.0.0',
      '20.19.0',
      'better-sqlite3 13.0.0 needs Node 22 or later, and this is 20.19.0: install better-sqlite3@12',
    ],
    ['13.2.0', '21.7.3', 'better-sqlite3 13.2.0 needs Node 22 or later, and this is 21.7.3: install better-sqlite3@12'],
    ['11.10.0', '22.0.0', 'sqliteStore needs better-sqlite3 12 or 13, got 11.10.0'],
    ['14.0.0', '24.0.0', 'sqliteStore needs better-sqlite3 12 or 13, got 14.0.0'],
  ])('is refused before it is loaded where it is better-sqlite3 %s on Node %s', (version, node, message) => {
    expect(() => checkDriver(version, node)).toThrow(expect.objectContaining({ code: 'ERR_STORE', message }))
  })
})
