import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { storeFromUrl } from 'hallpass'
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest'
import { describeWith } from '../describe-with.js'
import type { Certificate } from '../servers/certificates.js'
import { type RedisServer, type RedisSettings, startRedis } from '../servers/redis.js'
import { startRedisCluster } from '../servers/redis-cluster.js'
import { createTlsWorld, expectRefused, PASSWORD, type TlsWorld, USED } from './world.js'

const KEPT_OUT = 'Redis cannot be reached, or does not let this client in'
const UNTRUSTED = 'the certificate of Redis is none that this process trusts'
const EXPIRED = 'the certificate of Redis has expired'
const MISNAMED = 'the certificate of Redis is for another host'

describeWith('openssl', 'TLS to Redis', (openssl) => {
  describeWith('redis-server', 'by the URL of a store', (program) => {
    const servers: Record<string, RedisServer> = {}
    let world: TlsWorld
    beforeAll(async () => {
      world = await createTlsWorld(openssl)
      const { right, misnamed, unknown, expired } = world
      for (const [name, certificate] of Object.entries({ right, misnamed, unknown, expired }))
        servers[name] = await startRedis(program, withTls(certificate))
      servers['none'] = await startRedis(program, { requirepass: PASSWORD })
    }, 180_000)
    afterAll(async () => {
      world?.end()
      await Promise.all(Object.values(servers).map((server) => server.stop()))
    })

    const withTls = ({ certificate, key }: Certificate): RedisSettings => ({
      'tls-cert-file': certificate,
      'tls-key-file': key,
      'tls-ca-cert-file': world.authority.file,
      'tls-auth-clients': 'no',
      requirepass: PASSWORD,
    })
    const urlOf = (name: string, scheme = 'rediss', host = 'localhost') =>
      urlAt((servers[name] as RedisServer).port, scheme, host)

    it.each(['localhost', '127.0.0.1'])('keeps tokens where the certificate is right for %s', async (host) => {
      expect(await world.trusting.open(urlOf('right', 'rediss', host))).toEqual(USED)
    })

    it.each([
      ['of nobody known', 'unknown', UNTRUSTED],
      ['of another host', 'misnamed', MISNAMED],
      ['that has expired', 'expired', EXPIRED],
    ])('refuses a certificate %s', async (_, server, text) => {
      expectRefused(await world.trusting.open(urlOf(server)), 'ERR_STORE', text)
    })

    it('refuses the right certificate where its authority is not trusted', async () => {
      expectRefused(await world.wary.open(urlOf('right')), 'ERR_STORE', UNTRUSTED)
    })

    it.each([
      ['redis', 'right'],
      ['rediss', 'none'],
    ])('fails in time where %s: is not what the port speaks', async (scheme, server) => {
      for (const parameters of ['', '?cluster=true']) {
        const url = `${urlOf(server, scheme)}${parameters}`
        expectRefused(await world.trusting.open(url), 'ERR_STORE', KEPT_OUT)
      }
    })

    it('fails in time where nobody answers', async () => {
      const silent = createTcpServer().listen(0, '127.0.0.1')
      await once(silent, 'listening')
      onTestFinished(() => void silent.close())
      const { port } = silent.address() as AddressInfo
      expectRefused(await world.trusting.open(urlAt(port, 'rediss', '127.0.0.1')), 'ERR_STORE', KEPT_OUT)
    })

    it('fails where the server wants a certificate of its clients, which a URL does not have', async () => {
      const strict = await startRedis(program, withTls(world.right))
      onTestFinished(() => strict.stop())
      await strict.command('CONFIG', 'SET', 'tls-auth-clients', 'yes')
      expectRefused(await world.trusting.open(urlAt(strict.port)), 'ERR_STORE', KEPT_OUT)
    })

    it('tells who answers for many hosts which one is meant', async () => {
      const { certificate, key } = world.right
      const asked: string[] = []
      const options = { cert: readFileSync(certificate), key: readFileSync(key) }
      const heard = (name: string, settled: (error: null) => void) => {
        asked.push(name)
        settled(null)
      }
      const server = createTlsServer({ ...options, SNICallback: heard })
      server.on('tlsClientError', () => undefined).listen(0, '127.0.0.1')
      await once(server, 'listening')
      onTestFinished(() => void server.close())
      const { port } = server.address() as AddressInfo
      await expect(storeFromUrl(urlAt(port))).rejects.toMatchObject({ code: 'ERR_STORE', message: UNTRUSTED })
      expect(asked).toEqual(['localhost'])
    })

    it.each<[string, 'right' | 'byName', RedisSettings]>([
      ['addresses', 'right', {}],
      ['names', 'byName', { 'cluster-announce-hostname': 'localhost', 'cluster-preferred-endpoint-type': 'hostname' }],
    ])('keeps tokens on a cluster whose nodes have %s', async (_, certificate, settings) => {
      const cluster = await startRedisCluster(program, {
        ...withTls(world[certificate]),
        'tls-cluster': 'yes',
        ...settings,
      })
      onTestFinished(() => cluster.stop())
      const url = `${urlAt(cluster.nodes[0]?.port ?? 0)}?cluster=true`
      expect(await world.trusting.open(url)).toEqual(USED)
      expectRefused(await world.wary.open(url), 'ERR_STORE', UNTRUSTED)
      const guessed = await world.trusting.open(url.replace(PASSWORD, 'wrong-battery'))
      expectRefused(guessed, 'ERR_STORE', KEPT_OUT)
      expect(guessed.shown).toContain('WRONGPASS')
      expect(guessed.shown).not.toContain('wrong-battery')
    })
  })
})

function urlAt(port: number, scheme = 'rediss', host = 'localhost'): string {
  return `${scheme}://:${PASSWORD}@${host}:${port}`
}
