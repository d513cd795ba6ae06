import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { RUNNER } from '../../examples/ci-tokens/src/runner.js'
import { readSettings } from '../../examples/ci-tokens/src/settings.js'
import { describeWith } from '../describe-with.js'
import { curlLines, tryLines } from './curl-lines.js'
import { type RunningCi, type SignedIn, withCiExample } from './running-ci-example.js'
import { startExampleProcess } from './started-example.js'
import { bytesIn } from './temporary-database.js'

const FORMATS = ['text', 'jwt'] as const

describeWith('curl', 'the CI example', () => {
  it.each(FORMATS)('answers the printed lines as it promises, with TOKEN_FORMAT=%s', async (format) => {
    const ports = { PORT: '0', BUILDS_PORT: '0', TOKEN_FORMAT: format }
    const example = await startExampleProcess('ci-tokens', /are signed JWTs\.\n/, ports)
    const instructions = example.printed()
    const tried = await tryLines(curlLines(instructions))
    await example.prints(/DELETE \/session 204/)
    await example.interrupt()
    expect(tried.map(({ status }) => status)).toEqual([204, 201, 403, 200, 201, 200, 403, 403, 200, 401, 204, 401, 204])
    const promised = tried.map(({ status, code }) => ({ status, code }))
    expect(tried.map(({ answer }) => answer)).toEqual(promised)
    const log = example.printed().slice(instructions.length)
    expect(log).not.toMatch(format === 'jwt' ? /eyJ/ : /hp_/)
    expect(log).toMatch(/ {2}stopped\n$/)
  })
})

describe.each(FORMATS)('tokens for jobs, as %s', (format) => {
  const withExample = (test: (example: RunningCi) => Promise<void>) => withCiExample(format, test)

  it('E1 are told in full when they are minted, and never shown again', () =>
    withExample(async ({ signIn, database, log }) => {
      const ann = await signIn('ann')
      const { id, token } = await ann.mint({ name: 'tests', scope: 'repo:write', repo: 'shop', roles: ['builder'] })
      const one = await ann.ask('GET', `/tokens/${id}`)
      expect(one.json).toMatchObject({
        ...{ id, name: 'tests', status: 'active', subject: RUNNER, roles: ['builder'], createdBy: 'ann' },
        grants: [{ scope: 'repo:write', repo: 'shop' }],
        ...{ createdAt: expect.any(String), expiresAt: expect.any(String), revokedAt: null },
      })
      const list = await ann.ask('GET', '/tokens')
      await ann.ask('DELETE', `/tokens/${id}`)
      const revoked = await ann.ask('GET', `/tokens/${id}`)
      expect(revoked.json).toMatchObject({ status: 'revoked', revokedAt: expect.any(String) })
      const told = [one, list, revoked].map(({ text }) => text).join() + log.join()
      const kept = bytesIn(dirname(database))
      expect([told.includes(id), kept.includes(id)]).toEqual([true, true])
      for (const secret of secretsIn(token))
        expect([told.includes(secret), kept.includes(secret)]).toEqual([false, false])
    }))

  it('E8 revoked at the API are refused by the builds service at once', () =>
    withExample(async ({ signIn, build }) => {
      const ann = await signIn('ann')
      const { id, token } = await ann.mint({ name: 'tests', scope: 'repo:write', repo: 'shop' })
      expect((await build(token, 'POST', '/repos/shop/builds')).status).toBe(201)
      expect((await ann.ask('DELETE', `/tokens/${id}`)).status).toBe(204)
      expect(await build(token, 'POST', '/repos/shop/builds')).toMatchObject({
        status: 401,
        json: { code: 'token_revoked' },
      })
      const first = (await ann.ask('GET', `/tokens/${id}`)).json['revokedAt']
      expect((await ann.ask('DELETE', `/tokens/${id}`)).status).toBe(204)
      expect((await ann.ask('GET', `/tokens/${id}`)).json['revokedAt']).toBe(first)
    }))
})

/** What only the bearer has: of a text its second half, of a JWT the signature and the random claim. */
function secretsIn(token: string): readonly string[] {
  const [, payload, signature] = token.split('.')
  if (payload === undefined || signature === undefined) return [token.slice(-38)]
  return [signature, JSON.parse(Buffer.from(payload, 'base64url').toString()).hallpass.secret]
}

/** What each token may do at the builds service: read and write of `shop`, read and write of `docs`. */
const PERMITTED: readonly (readonly [order: object, permitted: readonly number[]])[] = [
  [{ scope: 'repo:read', repo: 'shop' }, [200, 403, 403, 403]],
  [{ scope: 'repo:write', repo: 'shop' }, [200, 201, 403, 403]],
  [{ scope: 'repo:read', anyRepo: true }, [200, 403, 200, 403]],
  [{ scope: 'repo:write', anyRepo: true }, [200, 201, 200, 201]],
]

describe('a token for a job', () => {
  const withExample = (test: (example: RunningCi) => Promise<void>) => withCiExample('text', test)

  it.each(PERMITTED)('E2 %o may do %j and nothing else', (order, permitted) =>
    withExample(async ({ signIn, build }) => {
      const { token } = await (await signIn('ann')).mint({ name: 'tests', ...order })
      const statuses: number[] = []
      for (const repo of ['shop', 'docs'])
        for (const method of ['GET', 'POST'])
          statuses.push((await build(token, method, `/repos/${repo}/builds`)).status)
      expect(statuses).toEqual(permitted)
    }),
  )

  it.each([
    [['builder', 'deployer'], 201],
    [['builder'], 403],
  ])('E2 with the roles %j is answered %d where a handler asks for deployer', (roles, status) =>
    withExample(async ({ signIn, build }) => {
      const { token } = await (await signIn('ann')).mint({ name: 'tests', scope: 'repo:write', repo: 'shop', roles })
      expect((await build(token, 'POST', '/repos/shop/deployments')).status).toBe(status)
    }),
  )

  it.each([
    ['another repository', { scope: 'repo:write', repo: 'docs' }, 'the scope "repo:write" for "docs"'],
    ['any repository', { scope: 'repo:read', anyRepo: true }, 'the scope "repo:read" for any resource'],
    ['a role', { scope: 'repo:read', repo: 'shop', roles: ['builder', 'deployer'] }, 'the role "deployer"'],
    ['more time', { scope: 'repo:read', repo: 'shop', ttl: '12h' }, 'ms after the token that it is minted within'],
  ])('E4 is refused with the excess by its name: %s', (_, order, excess) =>
    withExample(async ({ signIn }) => {
      const bob = await signIn('bob')
      const refused = await bob.ask('POST', '/tokens', { name: 'tests', ...order })
      expect([refused.status, refused.json['code']]).toEqual([403, 'more_than_yours'])
      expect(refused.json['detail']).toContain(excess)
      expect((await bob.ask('GET', '/tokens')).json).toEqual({ tokens: [], next: null })
    }),
  )

  it.each([
    ['shop', 'repo:write', 201],
    ['shop', 'repo:read', 201],
    ['docs', 'repo:read', 201],
  ])('E4 is minted for what is in reach: %s, %s', (repo, scope, status) =>
    withExample(async ({ signIn }) => {
      const bob = await signIn('bob')
      expect((await bob.ask('POST', '/tokens', { name: 'tests', scope, repo })).status).toBe(status)
    }),
  )

  it('E4 ends with the session within which it was minted, and others do not', () =>
    withExample(async ({ signIn, build }) => {
      const [first, second] = [await signIn('ann'), await signIn('ann')]
      const order = { name: 'tests', scope: 'repo:read', repo: 'shop' }
      const [ended, other] = [await first.mint(order), await second.mint(order)]
      expect((await first.ask('DELETE', '/session')).status).toBe(204)
      expect((await build(ended.token, 'GET', '/repos/shop/builds')).json['code']).toBe('token_revoked')
      expect((await build(other.token, 'GET', '/repos/shop/builds')).status).toBe(200)
      expect((await first.ask('GET', '/tokens')).status).toBe(401)
    }))

  it.each([
    ['without a name', { scope: 'repo:read', repo: 'shop' }],
    ['for a scope that opens the account', { name: 'a', scope: 'account' }],
    ['for no repository', { name: 'a', scope: 'repo:read' }],
    ['for one and for any', { name: 'a', scope: 'repo:read', repo: 'shop', anyRepo: true }],
    ['for the text that elsewhere means all', { name: 'a', scope: 'repo:read', repo: '*' }],
    ['for what is no repository', { name: 'a', scope: 'repo:read', repo: '../shop' }],
    ['for a time that is none', { name: 'a', scope: 'repo:read', repo: 'shop', ttl: 'long' }],
    ['for longer than anybody may', { name: 'a', scope: 'repo:read', repo: 'shop', ttl: '2d' }],
    ['with roles that are no list', { name: 'a', scope: 'repo:read', repo: 'shop', roles: 'builder' }],
    ['with a member that is misspelt', { name: 'a', scope: 'repo:read', repo: 'shop', role: ['builder'] }],
  ])('is not minted %s', (_, order) =>
    withExample(async ({ signIn }) => {
      const ann = await signIn('ann')
      const refused = await ann.ask('POST', '/tokens', order)
      expect([refused.status, refused.json['code']]).toEqual([400, 'order_invalid'])
    }),
  )

  it('is for nobody but who minted it to see and to revoke', () =>
    withExample(async ({ signIn, build, apiUrl }) => {
      const [ann, bob] = [await signIn('ann'), await signIn('bob')]
      const { id, token } = await ann.mint({ name: 'tests', scope: 'repo:read', repo: 'shop' })
      expect((await bob.ask('GET', '/tokens')).json['tokens']).toEqual([])
      for (const method of ['GET', 'DELETE']) expect((await bob.ask(method, `/tokens/${id}`)).status).toBe(404)
      for (const method of ['GET', 'POST'])
        expect((await fetch(new URL('/tokens', apiUrl), { method })).status).toBe(401)
      expect((await build(token, 'GET', '/repos/shop/builds')).status).toBe(200)
    }))

  it('is revoked by the runner that it stands for', () =>
    withExample(async ({ signIn, build, apiUrl, runner }) => {
      const { token } = await (await signIn('ann')).mint({ name: 'tests', scope: 'repo:read', repo: 'shop' })
      const authorization = `Basic ${Buffer.from(`${RUNNER}:${runner.password}`).toString('base64')}`
      const body = new URLSearchParams({ token })
      const revoke = (headers: Record<string, string>) =>
        fetch(new URL('/oauth/revoke', apiUrl), { method: 'POST', headers, body })
      expect((await revoke({})).status).toBe(401)
      expect((await build(token, 'GET', '/repos/shop/builds')).status).toBe(200)
      expect((await revoke({ authorization })).status).toBe(200)
      expect((await build(token, 'GET', '/repos/shop/builds')).json['code']).toBe('token_revoked')
    }))
})

describe('the list of tokens', () => {
  const ids = ({ json }: { readonly json: Readonly<Record<string, unknown>> }) =>
    (json['tokens'] as readonly { readonly id: string }[]).map(({ id }) => id)

  async function mintMany(who: SignedIn, count: number, order: object): Promise<string[]> {
    const minted: string[] = []
    for (let time = 0; time < count; time++) minted.push((await who.mint({ name: `${time}`, ...order })).id)
    return minted
  }

  it('E10 has every token once, page by page, while others are revoked and minted', () =>
    withCiExample('text', async ({ signIn }) => {
      const ann = await signIn('ann')
      const minted = await mintMany(ann, 7, { scope: 'repo:read', repo: 'shop' })
      const seen: string[] = []
      let after = ''
      for (let page = 0; page < 10; page++) {
        const answer = await ann.ask('GET', `/tokens?limit=2&after=${after}`)
        seen.push(...ids(answer))
        await ann.ask('DELETE', `/tokens/${minted[page]}`)
        if (page === 0) await ann.mint({ name: 'late', scope: 'repo:read', repo: 'shop' })
        if (answer.json['next'] === null) break
        after = String(answer.json['next'])
      }
      expect(new Set(seen).size).toBe(seen.length)
      expect(seen.slice(0, 7)).toEqual(minted)
      expect(seen.length).toBe(8)
    }))

  it('E10 is narrowed by scope, repository and state', () =>
    withCiExample('text', async ({ signIn }) => {
      const ann = await signIn('ann')
      const [reading] = await mintMany(ann, 1, { scope: 'repo:read', repo: 'shop' })
      const [writing] = await mintMany(ann, 1, { scope: 'repo:write', repo: 'docs' })
      const [ended] = await mintMany(ann, 1, { scope: 'repo:write', repo: 'shop' })
      await ann.ask('DELETE', `/tokens/${ended}`)
      for (const [query, expected] of [
        ['scope=repo:read', [reading]],
        ['scope=repo:write', [writing, ended]],
        ['repo=shop', [reading, ended]],
        ['scope=repo:write&repo=shop', [ended]],
        ['state=active', [reading, writing]],
        ['state=revoked', [ended]],
        ['state=expired', []],
      ] as const)
        expect(ids(await ann.ask('GET', `/tokens?${query}`)), query).toEqual(expected)
    }))

  it.each(['limit=0', 'limit=101', 'limit=a', 'state=open', 'scope=a&scope=b', 'createdBy=bob', 'scope='])(
    'is refused for %s',
    (query) =>
      withCiExample('text', async ({ signIn }) => {
        const ann = await signIn('ann')
        expect((await ann.ask('GET', `/tokens?${query}`)).json['code']).toBe('order_invalid')
      }),
  )
})

describe('a session', () => {
  it.each([
    ['a wrong password', { user: 'ann', password: 'guess' }],
    ['a name that nobody has', { user: 'eve', password: 'guess' }],
    ['no name', {}],
  ])('is not opened with %s', (_, body) =>
    withCiExample('text', async ({ apiUrl }) => {
      const response = await fetch(new URL('/session', apiUrl), {
        ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
        body: JSON.stringify(body),
      })
      expect([response.status, response.headers.get('set-cookie')]).toEqual([401, null])
    }),
  )

  it('is opened a few at a time, and who guesses many passwords at once is told to come again', () =>
    withCiExample('text', async ({ apiUrl, signIn }) => {
      const guess = (number: number) =>
        fetch(new URL('/session', apiUrl), {
          ...{ method: 'POST', headers: { 'content-type': 'application/json' } },
          body: JSON.stringify({ user: 'ann', password: `guess ${number}` }),
        })
      const answers = await Promise.all(Array.from({ length: 30 }, (_, number) => guess(number)))
      const refused = answers.filter(({ status }) => status === 429)
      expect(refused.length).toBeGreaterThan(0)
      expect(refused[0]?.headers.get('retry-after')).toBe('1')
      expect(answers.filter(({ status }) => status === 401).length).toBe(answers.length - refused.length)
      expect((await (await signIn('ann')).ask('GET', '/tokens')).status).toBe(200)
    }))
})

describe('the settings of the CI example', () => {
  it('have defaults, and are read from the environment', () => {
    expect(readSettings({})).toEqual({ port: 3003, buildsPort: 3004, format: 'text' })
    const given = { PORT: '4003', BUILDS_PORT: '0', TOKEN_FORMAT: 'jwt' }
    expect(readSettings(given)).toEqual({ port: 4003, buildsPort: 0, format: 'jwt' })
  })

  it.each([
    ['PORT', 'abc'],
    ['BUILDS_PORT', '65536'],
    ['TOKEN_FORMAT', 'JWT'],
  ])('are refused where %s is %j', (name, text) => {
    expect(() => readSettings({ [name]: text })).toThrow(`${name} must be`)
  })

  it.each(['PORT', 'BUILDS_PORT'])('tell that the port is in use, and that %s chooses another', async (variable) => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const ports = { PORT: '0', BUILDS_PORT: '0', [variable]: String(port) }
    const started = startExampleProcess('ci-tokens', /Ctrl\+C/, ports)
    await expect(started).rejects.toThrow(`port ${port} is in use; choose another with ${variable}\n`)
    other.close()
  })
})
