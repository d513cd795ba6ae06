import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { authenticate, guard, validatedToken } from '@hallpass/express'
import express, { type Express } from 'express'
import { describe, expect, it } from 'vitest'
import { bench, download, flow, withKey } from './bench.js'
import { compact, createKey, decoded } from './keys.js'

const key = createKey('EdDSA')
const options = withKey({ kid: 'k', alg: 'EdDSA', key })

/** Somebody else's access token, from somebody else's issuer. */
const foreign = compact(
  'ES256',
  { alg: 'ES256', kid: 'k', typ: 'JWT' },
  { iss: 'https://login.example' },
  createKey('ES256'),
)

/** Asks an application that listens for this one request. */
async function ask(app: Express, path: string, token: string, method = 'GET') {
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
  const response = await fetch(url, { method, headers: { authorization: `Bearer ${token}` } })
  const body = (await response.json()) as Readonly<Record<string, unknown>>
  server.close()
  const { status, headers } = response
  return { status, body, challenge: headers.get('www-authenticate'), retryAfter: headers.get('retry-after') }
}

/** Mints with a role that is one character shorter each time, until the token is not too long. */
async function longest({ service }: ReturnType<typeof bench>): Promise<string> {
  const full = Array.from({ length: 5 }, () => 'r'.repeat(450))
  for (let length = 512; length > 0; length--) {
    const roles = [...full, 'r'.repeat(length)]
    const minted = await service.mint(flow, { resourceId: 'f-17', roles }).catch(() => undefined)
    if (minted) return minted.token
  }
  throw new Error('no token was short enough')
}

function guarded({ service }: ReturnType<typeof bench>): Express {
  const app = express()
  app.get('/flows/:flowId', guard(service, flow), (req, res) => {
    const { id, subject, resourceId } = validatedToken(req, flow)
    res.json({ id, subject, resourceId })
  })
  app.post('/files/:file', guard(service, download), (req, res) => {
    res.json({ file: req.params.file })
  })
  return app
}

/** An application with another authentication behind ours. */
function authenticated({ service }: ReturnType<typeof bench>): Express {
  const app = express()
  app.use(authenticate(service))
  app.get('/flows/:flowId', (req, res) => {
    res.json({ as: req.validatedToken?.id ?? 'somebody else' })
  })
  return app
}

describe('a guard over signed tokens', () => {
  it('E5 opens the route that the record names, and no other', async () => {
    const world = bench(options)
    const { token, id } = await world.service.mint(flow, { resourceId: 'f-17', subject: 'user:7' })
    const opened = await ask(guarded(world), '/flows/f-17', token)
    expect(opened).toMatchObject({ status: 200, body: { id, subject: 'user:7', resourceId: 'f-17' } })
    expect(await ask(guarded(world), '/flows/f-18', token)).toMatchObject({
      status: 403,
      body: { code: 'route_not_allowed' },
    })
  })

  it('opens for a token as long as may be minted', async () => {
    const world = bench(options)
    const token = await longest(world)
    expect(token.length).toBeGreaterThan(4090)
    expect(await ask(guarded(world), '/flows/f-17', token)).toMatchObject({ status: 200 })
  })

  it('refuses somebody else’s bearer, which is no token here', async () => {
    const world = bench(options)
    expect(await ask(guarded(world), '/flows/f-17', foreign)).toMatchObject({
      status: 401,
      body: { code: 'token_invalid' },
      challenge: expect.stringContaining('error="invalid_token"'),
    })
    expect(world.finds()).toBe(0)
  })

  it('E6 refuses a forged, a revoked and an expired one', async () => {
    const world = bench(options)
    const { token, id } = await world.service.mint(flow, { resourceId: 'f-17' })
    const { header, claims } = decoded(token)
    const forged = compact('EdDSA', header, { ...claims, hallpass: { secret: '0'.repeat(32) } }, key)
    expect(await ask(guarded(world), '/flows/f-17', forged)).toMatchObject({
      status: 401,
      body: { code: 'token_invalid' },
    })
    const late = await world.service.mint(flow, { resourceId: 'f-17', ttl: '1m' })
    await world.service.revoke(id, { by: 'ann' })
    expect(await ask(guarded(world), '/flows/f-17', token)).toMatchObject({
      status: 401,
      body: { code: 'token_revoked' },
    })
    world.clock.now += 60_000
    expect(await ask(guarded(world), '/flows/f-17', late.token)).toMatchObject({
      status: 401,
      body: { code: 'token_expired' },
    })
  })

  it('spends the uses of the record', async () => {
    const world = bench(options)
    const { token } = await world.service.mint(download, { resourceId: 'r.pdf' })
    expect(await ask(guarded(world), '/files/r.pdf', token, 'POST')).toMatchObject({ status: 200 })
    expect(await ask(guarded(world), '/files/r.pdf', token, 'POST')).toMatchObject({
      status: 401,
      body: { code: 'token_consumed' },
    })
  })

  it('E6 answers 503 with Retry-After where the store is down', async () => {
    const world = bench(options)
    const { token } = await world.service.mint(flow, { resourceId: 'f-17' })
    const down = bench(options, {
      store: { ...world.store, find: () => Promise.reject(new Error('the disk is on fire')) },
    })
    expect(await ask(guarded(down), '/flows/f-17', token)).toMatchObject({
      status: 503,
      body: { code: 'store_unavailable' },
      retryAfter: expect.stringMatching(/^\d+$/),
    })
  })
})

describe('authenticate over signed tokens', () => {
  it('passes somebody else’s bearer on, and the store is not asked', async () => {
    const world = bench(options)
    expect(await ask(authenticated(world), '/flows/f-17', foreign)).toMatchObject({
      status: 200,
      body: { as: 'somebody else' },
    })
    expect(world.finds()).toBe(0)
  })

  it('attaches ours, and refuses ours that fails: it never falls through', async () => {
    const world = bench(options)
    const { token, id } = await world.service.mint(flow, { resourceId: 'f-17' })
    expect(await ask(authenticated(world), '/flows/f-17', token)).toMatchObject({ status: 200, body: { as: id } })
    const broken = `${token.slice(0, -4)}AAAA`
    expect(await ask(authenticated(world), '/flows/f-17', broken)).toMatchObject({
      status: 401,
      body: { code: 'token_invalid' },
    })
  })

  it('refuses our issuer under no signature or a stranger’s', async () => {
    const world = bench(options)
    const { token } = await world.service.mint(flow, { resourceId: 'f-17' })
    const { claims } = decoded(token)
    for (const text of [
      compact('none', { alg: 'none', typ: 'JWT' }, claims, undefined),
      compact('EdDSA', { alg: 'EdDSA', kid: 'k', typ: 'JWT' }, claims, createKey('EdDSA')),
      compact('EdDSA', { alg: 'EdDSA', kid: 'retired', typ: 'JWT' }, claims, key),
    ])
      expect(await ask(authenticated(world), '/flows/f-17', text)).toMatchObject({ status: 401 })
  })
})
