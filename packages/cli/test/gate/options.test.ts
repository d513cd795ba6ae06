import { createTokenService, defineScope, HallpassError, memoryStore } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { createGate } from '../../src/gate/create-gate.js'
import type { GateOptions } from '../../src/gate/options.js'

const flow = defineScope({ name: 'flow', routes: ['GET /flows/:id'], resource: 'id', maxTtl: '1h' })
const service = createTokenService({ scopes: [flow], store: memoryStore() })

const ASKED = { mode: 'forward-auth', dialect: 'nginx', trustedPeers: ['127.0.0.1'] }
const BEFORE = { mode: 'proxy', upstream: 'http://127.0.0.1:3000' }

const make = (options: object) => createGate(service, options as unknown as GateOptions)

describe('a gate', () => {
  it.each([
    ['nobody said who may ask', { mode: 'forward-auth', dialect: 'nginx' }, 'needs to know who may ask'],
    ['an empty list of peers', { ...ASKED, trustedPeers: [] }, 'needs to know who may ask'],
    ['everybody', { ...ASKED, trustedPeers: ['0.0.0.0/0'] }, 'the widest a /1, got "0.0.0.0/0"'],
    ['everybody, by IPv6', { ...ASKED, trustedPeers: ['::/0'] }, 'the widest a /1, got "::/0"'],
    ['a network that is none', { ...ASKED, trustedPeers: ['10.0.0.0/33'] }, 'got "10.0.0.0/33"'],
    ['a network twice divided', { ...ASKED, trustedPeers: ['10.0.0.0/8/8'] }, 'got "10.0.0.0/8/8"'],
    ['a name', { ...ASKED, trustedPeers: ['localhost'] }, 'got "localhost"'],
    ['no list', { ...ASKED, trustedPeers: '10.0.0.1' }, 'trustedPeers must be a list'],
    ['peers of a unix socket', { ...ASKED, listen: 'unix:/run/gate.sock' }, 'have no address'],
    ['a short secret', { ...ASKED, secret: 'short' }, 'secret must be a text of 16 to 256'],
    ['a secret that no header carries', { ...ASKED, secret: `${'x'.repeat(16)}\n` }, 'secret must be a text'],
    ['no mode', {}, 'mode must be "forward-auth" or "proxy", got undefined'],
    ['another mode', { mode: 'both' }, 'mode must be "forward-auth" or "proxy", got "both"'],
    ['no dialect', { ...ASKED, dialect: undefined }, 'dialect must be "nginx" or "traefik" or "caddy" or "envoy"'],
    ['two dialects', { ...ASKED, dialect: ['nginx', 'caddy'] }, 'dialect must be'],
    ['a member of every object', { ...ASKED, dialect: 'constructor' }, 'dialect must be'],
    ['a prefix of another dialect', { ...ASKED, pathPrefix: '/check' }, 'left out unless the dialect is "envoy"'],
    ['a prefix with a slash', { ...ASKED, dialect: 'envoy', pathPrefix: '/check/' }, 'without a slash at its end'],
    ['a cookie that would stay', { ...ASKED, from: ['cookie:__Host-t'] }, 'since the upstream sees the others'],
    ['a query that would stay', { ...ASKED, from: ['bearer', 'query:t'] }, 'since the upstream sees the others'],
    ['an option of the other mode', { ...ASKED, upstream: 'http://a:1' }, 'has no option "upstream"'],
    ['a spend of the other mode', { ...ASKED, spend: 'before' }, 'has no option "spend"'],
    ['a secret of the other mode', { ...BEFORE, secret: 'x'.repeat(16) }, 'has no option "secret"'],
    ['limited uses of the other mode', { ...BEFORE, limitedUses: true }, 'has no option "limitedUses"'],
    ['limited uses as a word', { ...ASKED, limitedUses: 'yes' }, 'limitedUses must be a boolean'],
    ['no upstream', { mode: 'proxy' }, 'upstream must be an address such as "http://127.0.0.1:3000"'],
    ['TLS', { ...BEFORE, upstream: 'https://127.0.0.1:3000' }, 'upstream must be'],
    ['an upstream with a path', { ...BEFORE, upstream: 'http://127.0.0.1:3000/api' }, 'upstream must be'],
    ['an upstream with a user', { ...BEFORE, upstream: 'http://a:b@127.0.0.1:3000' }, 'upstream must be'],
    ['an upstream at port 0', { ...BEFORE, upstream: 'http://127.0.0.1:0' }, 'upstream must be'],
    ['another spend', { ...BEFORE, spend: 'never' }, 'spend must be "before" or "on-success", got "never"'],
    ['no address', { ...BEFORE, listen: '8080' }, 'listen must be an address'],
    ['a port that is none', { ...BEFORE, listen: '127.0.0.1:65536' }, 'listen must be an address'],
    ['a socket without a root', { ...BEFORE, listen: 'unix:gate.sock' }, 'listen must be an address'],
    ['an address that is none', { ...BEFORE, adminListen: '[::z]:1' }, 'adminListen must be an address'],
    ['an open socket', { ...BEFORE, socketMode: '0666' }, 'socketMode must be "0660" or "0600", got "0666"'],
    ['no places', { ...BEFORE, from: [] }, 'from must be a list'],
    ['a place that is none', { ...BEFORE, from: ['body:t'] }, 'got "body:t"'],
    ['a place twice', { ...BEFORE, from: ['bearer', 'bearer'] }, 'twice'],
    ['an unprotected cookie', { ...BEFORE, from: ['cookie:t'] }, '__Host-'],
    ['a limit that is none', { ...BEFORE, limits: { speed: 1 } }, 'has no option "speed"'],
    ['a limit of nothing', { ...BEFORE, limits: { pending: 0 } }, 'limits.pending must be a whole number'],
    ['a limit that no timer takes', { ...BEFORE, limits: { stopMs: 2 ** 31 } }, 'limits.stopMs must be'],
    ['a misspelt option', { ...BEFORE, relm: 'x' }, 'has no option "relm"'],
    ['another realm', { ...BEFORE, realm: '"' }, 'realm must be'],
  ])('refuses to start with %s', (_, options, text) => {
    let error: unknown
    try {
      make(options)
    } catch (thrown) {
      error = thrown
    }
    expect(error).toBeInstanceOf(HallpassError)
    expect((error as HallpassError).code).toBe('ERR_OPTIONS')
    expect((error as HallpassError).message).toContain(text)
    expect((error as HallpassError).message).not.toContain('\n')
  })

  it.each([
    ['a list of peers', ASKED],
    ['a secret', { mode: 'forward-auth', dialect: 'caddy', secret: 'x'.repeat(16) }],
    ['a unix socket', { mode: 'forward-auth', dialect: 'envoy', pathPrefix: '/check', listen: 'unix:/run/gate.sock' }],
    ['an upstream', { ...BEFORE, from: ['basic', 'cookie:__Host-t', 'query:t', 'header:x-token'] }],
    ['an upstream on a socket', { mode: 'proxy', upstream: 'unix:/run/app.sock', listen: '[::1]:0' }],
  ])('is made with %s', (_, options) => {
    expect(make(options)).toHaveProperty('listen')
  })

  it('tells who starts it that tokens with limited uses open nothing that spends them', () => {
    const once = defineScope({ name: 'once', routes: ['POST /a'], uses: 1, maxTtl: '1h' })
    const limited = createTokenService({ scopes: [flow, once], store: memoryStore() })
    const warned: object[] = []
    const log = { info: () => undefined, error: () => undefined, warn: (fields: object) => void warned.push(fields) }
    createGate(limited, { ...(ASKED as GateOptions), log })
    createGate(limited, { ...(ASKED as GateOptions & { mode: 'forward-auth' }), limitedUses: true, log })
    expect(warned).toEqual([{ scopes: ['once'] }])
  })
})
