import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { type Authority, createAuthority } from '../servers/certificates.js'
import { startPostgres } from '../servers/postgres.js'
import { startRedis } from '../servers/redis.js'
import { configuredFolder, type Ended, runToEnd } from './run-command.js'

const PASSWORD = 'correct-horse'

/** A server that speaks TLS, with the URL of a store on it. */
interface Encrypted {
  readonly url: string
  readonly end: () => Promise<void>
}

/** The built command on stores that are reached over TLS: whom it trusts is said when it starts. */
export function encryptedSuite(path: () => string): void {
  const run = (settings: Readonly<Record<string, string>>, words: readonly string[]): Promise<Ended> => {
    const set = Object.entries(settings).map(([name, value]) => `${name}=${value}`)
    return runToEnd(configuredFolder(), 'env', [
      '-u',
      'NODE_EXTRA_CA_CERTS',
      ...set,
      process.execPath,
      path(),
      ...words,
    ])
  }

  const cases = (started: (authority: Authority) => Promise<Encrypted>, untrusted: string, openssl: string) => {
    let authority: Authority
    let server: Encrypted
    beforeAll(async () => {
      authority = createAuthority(openssl, 'authority of the command')
      server = await started(authority)
    })
    afterAll(async () => {
      authority?.end()
      await server?.end()
    })

    it('keeps tokens there where it is told whom to trust', async () => {
      const settings = { HALLPASS_STORE: server.url, NODE_EXTRA_CA_CERTS: authority.file }
      const { id } = JSON.parse((await run(settings, ['mint', 'report', '--resource', 'r', '--json'])).out)
      expect(JSON.parse((await run(settings, ['list', '--json'])).out)).toMatchObject({ id })
    })

    it('says what is wrong with the certificate where it is not, and tells no password', async () => {
      const { code, out, err } = await run({ HALLPASS_STORE: server.url }, ['list'])
      expect([code, out, err]).toEqual([3, '', `hallpass: ${untrusted}\n`])
    })
  }

  describeWith('openssl', 'over TLS', (openssl) => {
    describeWith('redis-server', 'to Redis', (program) =>
      cases(
        (authority) => encryptedRedis(program, authority),
        'the certificate of Redis is none that this process trusts',
        openssl,
      ),
    )

    describeWith('postgres', 'to Postgres', (program) =>
      cases(
        (authority) => encryptedPostgres(program, authority),
        'the certificate of the Postgres server is none that this process trusts',
        openssl,
      ),
    )
  })
}

async function encryptedRedis(program: string, authority: Authority): Promise<Encrypted> {
  const { certificate, key } = authority.issue(['DNS:localhost'])
  const server = await startRedis(program, {
    'tls-cert-file': certificate,
    'tls-key-file': key,
    'tls-ca-cert-file': authority.file,
    'tls-auth-clients': 'no',
    requirepass: PASSWORD,
  })
  return { url: `rediss://:${PASSWORD}@localhost:${server.port}`, end: server.stop }
}

async function encryptedPostgres(program: string, authority: Authority): Promise<Encrypted> {
  const server = await startPostgres(program, { certificate: authority.issue(['DNS:localhost']) })
  const url = server.url('postgres').replace('@127.0.0.1', `:${PASSWORD}@localhost`)
  return { url: `${url}?sslmode=verify-full`, end: server.end }
}
