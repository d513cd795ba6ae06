import { inspect } from 'node:util'
import { drizzle } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { postgresStore } from '../../src/postgres/index.js'

const NAMES = 'connectTimeout, statementTimeout, lockTimeout, maxWaiting, connections, prepared'
const KINDS = 'postgresStore: expected a URL, a pool of pg, or a drizzle database on a pool of pg or on PGlite, got'

describe('the options of the Postgres store', () => {
  it.each([
    [{ connectTimeout: 0 }, 'connectTimeout must be whole milliseconds from 1 on, got 0'],
    [
      { statementTimeout: Number.POSITIVE_INFINITY },
      'statementTimeout must be whole milliseconds from 1 on, got Infinity',
    ],
    [{ lockTimeout: '2s' }, 'lockTimeout must be whole milliseconds from 1 on, got "2s"'],
    [{ connectTimeout: 2 ** 31 }, 'connectTimeout must be whole milliseconds from 1 on, got 2147483648'],
    [{ maxWaiting: 1.5 }, 'maxWaiting must be a whole number from 1 on, got 1.5'],
    [{ connections: 0 }, 'connections must be a whole number from 1 on, got 0'],
    [{ prepared: 'no' }, 'prepared must be true or false, got "no"'],
    [{ timeout: 5 }, `postgresStore has no option "timeout"; it has ${NAMES}`],
    [null, 'postgresStore: options must be an object, got null'],
  ])('are refused where they are %j', (options, message) => {
    expect(() => postgresStore('postgres://127.0.0.1/none', options as never)).toThrow(
      expect.objectContaining({ code: 'ERR_OPTIONS', message }),
    )
  })
})

describe('a database that the Postgres store cannot work on', () => {
  it.each([
    ['a URL of another kind', 'mysql://127.0.0.1', 'postgresStore: a URL must begin with postgres:// or postgresql://'],
    ['nothing', undefined, `${KINDS} undefined`],
    ['a number', 5432, `${KINDS} 5432`],
    ['a single connection', drizzle({ client: new pg.Client() }), `${KINDS} a single connection`],
    ['something else', { $client: {} }, `${KINDS} an object of another kind`],
    [
      'a pool without a bound on waiting',
      new pg.Pool(),
      'postgresStore: the pool would wait for a connection without end; say new Pool({ connectionTimeoutMillis: 2000 })',
    ],
  ])('is refused at once: %s', (_, database, message) => {
    expect(() => postgresStore(database as never)).toThrow(expect.objectContaining({ code: 'ERR_OPTIONS', message }))
  })

  it('is refused at once where its URL cannot be read, and the URL, which may hold a password, is not told', () => {
    let thrown: unknown
    try {
      postgresStore('postgres://user:canary@[/x')
    } catch (error) {
      thrown = error
    }
    expect(thrown).toMatchObject({
      code: 'ERR_OPTIONS',
      message: 'postgresStore: the URL, or a file that it names, cannot be read',
    })
    expect(inspect(thrown, { depth: 9, showHidden: true })).not.toContain('canary')
  })
})

describe('a pool of an application', () => {
  it('is not ended, and no listener stays on it, when the store is closed', async () => {
    const pool = new pg.Pool({ connectionTimeoutMillis: 1000 })
    const store = postgresStore(drizzle({ client: pool }))
    expect(pool.listenerCount('error')).toBe(1)
    await store.close()
    expect(pool.listenerCount('error')).toBe(0)
    expect(pool.ending).toBe(false)
    await pool.end()
  })
})
