import { idOf } from '@hallpass/store-contract'
import { storeFromUrl } from 'hallpass'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { type PostgresServer, startPostgres } from '../servers/postgres.js'
import { createTlsWorld, expectRefused, PASSWORD, type TlsWorld, USED } from './world.js'

/** They ask for TLS and, with `pg` 8, for a certificate that is known and has the name of the host. */
const CHECKED = ['sslmode=verify-full', 'sslmode=verify-ca', 'sslmode=require', 'sslmode=prefer', 'ssl=true']
/** They ask for TLS, with whomever it may be. */
const UNCHECKED = ['sslmode=no-verify', 'uselibpqcompat=true&sslmode=require']

const UNTRUSTED = 'the certificate of the Postgres server is none that this process trusts'
const EXPIRED = 'the certificate of the Postgres server has expired'
const MISNAMED = 'the certificate of the Postgres server is for another host'
const NO_TLS = 'the Postgres server does not speak TLS'

describeWith('openssl', 'TLS to Postgres', (openssl) => {
  describeWith('postgres', 'by the URL of a store', (program) => {
    const servers: Record<string, PostgresServer> = {}
    let world: TlsWorld
    beforeAll(async () => {
      world = await createTlsWorld(openssl)
      const { right, misnamed, unknown, expired } = world
      for (const [name, certificate] of Object.entries({ right, misnamed, unknown, expired, none: undefined }))
        servers[name] = await startPostgres(program, certificate === undefined ? {} : { certificate })
    }, 180_000)
    afterAll(async () => {
      world?.end()
      await Promise.all(Object.values(servers).map((server) => server.end()))
    })

    const serverOf = (name: string) => servers[name] as PostgresServer
    const urlOf = (name: string, parameters = '', host = 'localhost') =>
      `${serverOf(name).url('postgres').replace('@127.0.0.1', `:${PASSWORD}@${host}`)}?${parameters}`

    describe.each(CHECKED)('with %s', (parameters) => {
      it.each(['localhost', '127.0.0.1'])('keeps tokens where the certificate is right for %s', async (host) => {
        expect(await world.trusting.open(urlOf('right', parameters, host))).toEqual(USED)
      })

      it.each([
        ['of nobody known', 'unknown', UNTRUSTED],
        ['of another host', 'misnamed', MISNAMED],
        ['that has expired', 'expired', EXPIRED],
      ])('refuses a certificate %s', async (_, server, text) => {
        expectRefused(await world.trusting.open(urlOf(server, parameters)), 'ERR_STORE', text)
      })

      it('refuses the right certificate where its authority is not trusted', async () => {
        expectRefused(await world.wary.open(urlOf('right', parameters)), 'ERR_STORE', UNTRUSTED)
      })

      it('refuses a server that does not speak TLS', async () => {
        expectRefused(await world.trusting.open(urlOf('none', parameters)), 'ERR_STORE', NO_TLS)
      })
    })

    it('trusts the authority of sslrootcert, and then no other', async () => {
      const { authority, stranger, trusting, wary } = world
      const naming = (file: string) => urlOf('right', `sslmode=verify-full&sslrootcert=${file}`)
      expect(await wary.open(naming(authority.file))).toEqual(USED)
      expectRefused(await trusting.open(naming(stranger.file)), 'ERR_STORE', UNTRUSTED)
      expectRefused(await trusting.open(naming('nowhere.pem')), 'ERR_OPTIONS', 'cannot be read')
    })

    it.each(UNCHECKED)('with %s asks for TLS, and nobody for a name', async (parameters) => {
      expect(await world.wary.open(urlOf('unknown', parameters))).toEqual(USED)
      expectRefused(await world.wary.open(urlOf('none', parameters)), 'ERR_STORE', NO_TLS)
    })

    it.each([
      ['', false],
      ['sslmode=disable', false],
      ['sslmode=no-verify', true],
      ['sslmode=verify-full&sslrootcert=:file', true],
    ])('is spoken or not as the URL says, with %j', async (parameters, ssl) => {
      const store = await storeFromUrl(urlOf('right', parameters.replace(':file', world.authority.file)))
      const mine = "select ssl from pg_stat_ssl join pg_stat_activity using (pid) where application_name = 'hallpass'"
      await store.find(idOf(1))
      expect(await serverOf('right').run('postgres', mine)).toEqual([{ ssl }])
      await store.close()
    })

    it.each(['ssl=require', 'ssl=false', 'sslmode='])('is refused where %s says nothing', async (parameters) => {
      expectRefused(await world.trusting.open(urlOf('right', parameters)), 'ERR_OPTIONS', 'sslmode=verify-full')
    })
  })
})
