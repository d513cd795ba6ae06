import { createTokenService, defineScope, HallpassError } from '@hallpass/core'
import { type PostgresStoreOptions, postgresStore } from '@hallpass/drizzle/postgres'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { describeWith } from '../describe-with.js'
import { type PostgresServer, startPostgres } from '../servers/postgres.js'
import { newStoreDatabase, proxied } from './store-world.js'

const once = defineScope({ name: 'once', routes: ['POST /once/:id'], resource: 'id', maxTtl: '1h', uses: 1 })
const few = defineScope({ name: 'few', routes: ['POST /few/:id'], resource: 'id', maxTtl: '1h', uses: 1, maxLive: 9 })

describeWith('postgres', 'a Postgres connection that is cut', (program) => {
  let server: PostgresServer
  beforeAll(async () => {
    server = await startPostgres(program)
  })
  afterAll(() => server.end())

  /** Two services on one database: one behind a proxy, and one that nothing happens to. */
  async function world(options: PostgresStoreOptions = {}) {
    const database = await newStoreDatabase(server)
    const proxy = await proxied(server)
    const service = (port: number) => {
      const store = postgresStore(server.url(database, port), { statementTimeout: 3000, connections: 4, ...options })
      const opened = createTokenService({ scopes: [once, few], store })
      onTestFinished(() => opened.close())
      return opened
    }
    return { proxy, behind: service(proxy.port), beside: service(server.port) }
  }

  it.each([
    { moment: 'answered', possible: [['ok', 'consumed', 'consumed']] },
    { moment: 'unsent', possible: [['ERR_STORE', 'ok', 'consumed']] },
    {
      moment: 'sent',
      possible: [
        ['ok', 'consumed', 'consumed'],
        ['ERR_STORE', 'ok', 'consumed'],
        ['ERR_STORE', 'consumed', 'consumed'],
      ],
    },
  ] as const)('G5 within a consume ($moment) leaves one success over all', async ({ moment, possible }) => {
    const { proxy, behind, beside } = await world()
    const { token } = await beside.mint(once, { resourceId: 'a' })
    const request = { method: 'POST', target: '/once/a' }
    expect(await told(behind.validate(token, request))).toBe('ok')
    const cut = proxy.cutAt('update "hallpass_tokens"', moment)
    const first = await told(behind.consume(token, request))
    await cut
    const answers = [first, await told(behind.consume(token, request)), await told(beside.consume(token, request))]
    expect(possible).toContainEqual(answers)
  })

  it.each([
    {
      what: 'an insert, before its answer',
      scope: once,
      at: 'insert into "hallpass_tokens"',
      moment: 'answered',
      minted: 1,
    },
    {
      what: 'an insert, before it was sent',
      scope: once,
      at: 'insert into "hallpass_tokens"',
      moment: 'unsent',
      minted: 0,
    },
    { what: 'a commit, before its answer', scope: few, at: 'commit\0', moment: 'answered', minted: 1 },
    { what: 'a commit, before it was sent', scope: few, at: 'commit\0', moment: 'unsent', minted: 0 },
    { what: 'a transaction, before its commit', scope: few, at: 'with bound', moment: 'answered', minted: 0 },
    { what: 'the wait for a lock', scope: few, at: 'set at_most = at_most where', moment: 'answered', minted: 0 },
  ] as const)('G5 within $what, leaves as many tokens as were told', async ({ scope, at, moment, minted }) => {
    const { proxy, behind, beside } = await world()
    await beside.mint(scope, { resourceId: 'a' })
    await behind.count(scope)
    const cut = proxy.cutAt(at, moment)
    const told = await behind.mint(scope, { resourceId: 'a' }).catch((error: HallpassError) => error.code)
    await cut
    expect(told).toEqual(minted === 1 ? expect.objectContaining({ id: expect.any(String) }) : 'ERR_STORE')
    expect(await beside.count(scope)).toBe(1 + minted)
    await behind.mint(scope, { resourceId: 'a' })
    expect(await beside.count(scope)).toBe(2 + minted)
  })

  it('G5 within a consume whose answer never comes is found out over a new connection', async () => {
    const { proxy, behind, beside } = await world({ connections: 1, statementTimeout: 1000 })
    const { token } = await beside.mint(once, { resourceId: 'a' })
    const request = { method: 'POST', target: '/once/a' }
    await behind.validate(token, request)
    const silent = proxy.cutAt('update "hallpass_tokens"', 'silent')
    expect(await told(behind.consume(token, request))).toBe('ok')
    await silent
    expect(await told(beside.consume(token, request))).toBe('consumed')
  })

  it('a connection that died unnoticed costs a look nothing but a new one', async () => {
    const { proxy, behind } = await world()
    for (let round = 0; round < 5; round++) {
      expect(await behind.count(once)).toBe(0)
      proxy.cut()
      expect(await behind.count(once)).toBe(0)
    }
  })

  it('G5 again and again under load: no token is used twice, and what was told holds', async () => {
    const { proxy, behind, beside } = await world()
    const minted = await Promise.all(Array.from({ length: 120 }, () => beside.mint(once, { resourceId: 'a' })))
    const stop = cutOften(proxy.cut)
    const answers = await Promise.all(
      minted.map(async ({ token }) =>
        Promise.all(
          [behind, beside, behind].map((service) =>
            told(service.consume(token, { method: 'POST', target: '/once/a' })),
          ),
        ),
      ),
    )
    stop()
    for (const [index, three] of answers.entries()) {
      const ok = three.filter((answer) => answer === 'ok').length
      expect(ok, three.join()).toBeLessThanOrEqual(1)
      const summary = await beside.get(minted[index]?.id ?? '')
      expect(summary?.status === 'consumed' && ok === 0 && !three.includes('ERR_STORE'), three.join()).toBe(false)
      expect(summary?.status === 'active' && ok === 1, three.join()).toBe(false)
    }
    expect(answers.flat()).toContain('ERR_STORE')
  })
})

/** Cuts every connection, every few milliseconds. */
function cutOften(cut: () => void): () => void {
  const timer = setInterval(cut, 5)
  return () => clearInterval(timer)
}

async function told(answer: Promise<{ ok: true } | { ok: false; refusal: { reason: string } }>): Promise<string> {
  try {
    const given = await answer
    return given.ok ? 'ok' : given.refusal.reason
  } catch (error) {
    return error instanceof HallpassError ? error.code : String(error)
  }
}
