import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import { defineScope, SERVICE_EVENT_NAMES, type ServiceEvent, type TokenStore } from '@hallpass/core'
import { describe, expect, it, vi } from 'vitest'
import { bench, command, download, flow, GET_FLOW, START } from '../fixtures.js'

const TAKE = { method: 'POST', target: '/files/a' } as const

function heard(options = {}) {
  const events: ServiceEvent[] = []
  return { events, ...bench([flow, download, command], { onEvent: (event) => events.push(event), ...options }) }
}

describe('events', () => {
  it('E11 tell every mint, decision, use, refusal and sweep, with id and reason', async () => {
    const { service, events, clock } = heard()
    const asked = await service.mint(command, {
      resourceId: 'c',
      createdBy: 'ann',
      bindings: { session: 's', sandbox: 'b' },
      fingerprint: 'f',
    })
    await service.approve(asked.id, { by: 'bob' })
    const denied = await service.mint(command, {
      resourceId: 'd',
      createdBy: 'ann',
      bindings: { session: 's', sandbox: 'b' },
      fingerprint: 'f',
    })
    await service.deny(denied.id, { by: 'bob' })
    const { id, token } = await service.mint(download, { resourceId: 'a' })
    await service.validate(token, TAKE)
    await service.consume(token, TAKE)
    await service.consume(token, TAKE)
    await service.validate('nonsense', TAKE)
    await service.revoke(asked.id, { by: 'carol' })
    clock.now += 10 * 3_600_000
    await service.sweep()
    expect(events).toEqual([
      { event: 'minted', id: asked.id, scopes: ['command'], expiresAt: asked.expiresAt, createdBy: 'ann' },
      { event: 'approved', id: asked.id, by: 'bob' },
      { event: 'minted', id: denied.id, scopes: ['command'], expiresAt: denied.expiresAt, createdBy: 'ann' },
      { event: 'denied', id: denied.id, by: 'bob' },
      { event: 'minted', id, scopes: ['download'], expiresAt: new Date(START + 3_600_000), createdBy: undefined },
      { event: 'validated', id, scope: 'download', route: 'POST /files/:file' },
      { event: 'consumed', id, scope: 'download', route: 'POST /files/:file', usesLeft: 0 },
      { event: 'refused', reason: 'consumed', id },
      { event: 'refused', reason: 'malformed', id: undefined },
      { event: 'revoked', id: asked.id, by: 'carol' },
      { event: 'swept', count: 3 },
    ])
  })

  it('tell nothing where nothing changed', async () => {
    const { service, events } = heard()
    const { id } = await service.mint(flow, { resourceId: 'f' })
    await service.revoke(id, { by: 'ann' })
    await service.revoke(id, { by: 'ann' })
    expect(events.map(({ event }) => event)).toEqual(['minted', 'revoked'])
  })

  it('tell of a store that failed, and not what it said', async () => {
    const { store } = bench()
    const { service, events } = heard({
      store: { ...store, find: () => Promise.reject(new Error('password=hunter2')) } as TokenStore,
    })
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    await expect(service.validate(token, GET_FLOW)).rejects.toThrow('the store failed at find')
    expect(events.at(-1)).toEqual({ event: 'store_failed', method: 'find', code: 'ERR_STORE' })
  })

  it('are published on the diagnostics channels', async () => {
    const { service } = bench()
    const messages: unknown[] = []
    const listen = (message: unknown) => messages.push(message)
    for (const name of SERVICE_EVENT_NAMES) subscribe(`hallpass:${name}`, listen)
    const { id } = await service.mint(flow, { resourceId: 'f' })
    for (const name of SERVICE_EVENT_NAMES) unsubscribe(`hallpass:${name}`, listen)
    expect(messages).toMatchObject([{ event: 'minted', id }])
  })

  it('are told without a word where all goes well, to a listener, to a channel, and to nobody', async () => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue()
    const told: string[] = []
    const onEvent = ({ event }: ServiceEvent) => void told.push(event)
    const onChannel = () => {}
    subscribe('hallpass:minted', onChannel)
    for (const options of [{ onEvent }, {}]) await bench([flow], options).service.mint(flow, { resourceId: 'f' })
    unsubscribe('hallpass:minted', onChannel)
    await bench([flow]).service.mint(flow, { resourceId: 'f' })
    expect(told).toEqual(['minted'])
    expect(warn).not.toHaveBeenCalled()
    warn.mockRestore()
  })

  it('F10 hold no token, no digest, no binding and no metadata: a canary is searched for', async () => {
    const { service, events, store } = heard()
    const canary = 'canary-5f1c'
    const bindings = { session: canary, sandbox: canary }
    const minted = await service.mint(command, {
      resourceId: 'c',
      createdBy: 'ann',
      bindings,
      fingerprint: canary,
      metadata: { canary },
    })
    const request = { method: 'POST', target: `/commands/c/run?${canary}`, context: bindings, fingerprint: canary }
    await service.validate(minted.token, request)
    await service.approve(minted.id, { by: 'bob', note: 'fine' })
    await service.validate(minted.token, { ...request, fingerprint: 'other' })
    await service.consume(minted.token, request)
    const digest = (await store.find(minted.id))?.digest as string
    const told = inspect(events, { depth: 9 }) + JSON.stringify(events)
    for (const secret of [canary, minted.token, minted.token.slice(19, 51), digest]) expect(told).not.toContain(secret)
    expect(events).toHaveLength(5)
  })

  it.each([
    [
      'throws',
      () => {
        throw new Error('listener')
      },
    ],
    ['rejects', () => Promise.reject(new Error('listener'))],
    ['never answers', () => new Promise(() => {})],
  ])('G11 change no decision where the listener %s', async (_, onEvent) => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue()
    const { service } = bench([flow], { onEvent })
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    expect((await service.validate(token, GET_FLOW)).ok).toBe(true)
    expect((await service.validate(token, { ...GET_FLOW, method: 'PUT' })).ok).toBe(false)
    await new Promise(setImmediate)
    for (const [text] of warn.mock.calls) expect(String(text)).toContain('the decision stands')
    warn.mockRestore()
  })
})

describe('errors', () => {
  it('F10 hold no token: a canary is searched for in the error, its stack and its inspection', async () => {
    const { store } = bench()
    const { service } = bench([flow], {
      store: { ...store, find: () => Promise.reject(new Error('down')) } as TokenStore,
    })
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    const error = await service.validate(token, GET_FLOW).catch((thrown: unknown) => thrown)
    expect(inspect(error, { depth: 9, showHidden: true })).not.toContain(token.slice(19, 51))
  })
})

describe('createTokenService', () => {
  const { store } = bench()
  it.each([
    ['no store', { scopes: [flow] }, /store must be a store such as memoryStore\(\), got undefined/],
    ['a store that is none', { scopes: [flow], store: {} }, /got an object/],
    ['neither scopes nor registry', { store }, /either scopes or a registry/],
    [
      'both scopes and registry',
      { store, scopes: [], registry: bench().service.registry },
      /either scopes or a registry/,
    ],
    ['scopes that are no list', { store, scopes: flow }, /scopes must be a list/],
    ['a misspelt option', { store, scopes: [], peper: {} }, /"peper" is not an option/],
    ['a wrong prefix', { store, scopes: [], prefix: 'h-p' }, /prefix must fit .* got "h-p"/],
    ['a retention of 0', { store, scopes: [], retention: 0 }, /retention must be a positive duration/],
    ['a lease that is no duration', { store, scopes: [], lease: '30' }, /lease must be a positive duration/],
    ['no collision attempts', { store, scopes: [], collisionAttempts: 0 }, /from 1 on, got 0/],
    [
      'a switch that is text',
      { store, scopes: [], enabled: 'yes' },
      /enabled must be a boolean or a function, got "yes"/,
    ],
    ['a clock that is a number', { store, scopes: [], now: 5 }, /now must be a function, got 5/],
  ])('C6 refuses %s when the service is made', async (_, options, text) => {
    const { createTokenService } = await import('@hallpass/core')
    expect(() => createTokenService(options as never)).toThrow(
      expect.objectContaining({ code: 'ERR_OPTIONS', message: expect.stringMatching(text) }),
    )
  })

  it('takes a registry', async () => {
    const { createRegistry, createTokenService } = await import('@hallpass/core')
    const lone = defineScope({ name: 'lone', routes: ['GET /x'], maxTtl: '1h', prefix: 'lone' })
    const service = createTokenService({ registry: createRegistry([lone]), store })
    const { token } = await service.mint(lone)
    expect(service.owns(token) && service.owns('hp_x') && service.owns('lone_')).toBe(true)
    expect(service.owns('eyJhbGciOi.x.y') || service.owns('') || service.owns('other_x')).toBe(false)
  })
})
