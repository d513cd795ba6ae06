import { REFUSAL_REASONS } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { bench, command, download, flow, GET_FLOW } from '../fixtures.js'

describe('explain', () => {
  it('lists each check in its order, and passes where the token opens the request', async () => {
    const { service } = bench()
    const { token, id } = await service.mint(flow, { resourceId: 'f-17' })
    const explanation = await service.explain({ token }, GET_FLOW)
    expect(explanation).toMatchObject({ id, ok: true, reason: undefined, route: 'GET /api/flows/:flowId' })
    expect(explanation.checks.map(({ check }) => check)).toEqual(
      REFUSAL_REASONS.filter((reason) => reason !== 'token_mismatch'),
    )
    expect(explanation.checks.every(({ verdict }) => verdict === 'passed')).toBe(true)
  })

  it('names the first check that fails, and leaves those behind it unasked', async () => {
    const { service } = bench()
    const { id } = await service.mint(command, {
      resourceId: 'c',
      createdBy: 'ann',
      bindings: { session: 's', sandbox: 'b' },
      fingerprint: 'f',
    })
    const { reason, checks } = await service.explain(
      { id },
      { method: 'POST', target: '/commands/c/run', fingerprint: 'f', context: { session: 'x' } },
    )
    expect(reason).toBe('context_mismatch')
    expect(checks.slice(-4).map(({ verdict }) => verdict)).toEqual(['passed', 'failed', 'not_reached', 'not_reached'])
  })

  it.each([
    ['no text at all', { token: '' }, 'missing'],
    ['a text that is none of ours', { token: 'x' }, 'malformed'],
    ['an unknown id', { id: 'nothing' }, 'unknown'],
  ])('tells of %s', async (_, subject, reason) => {
    expect(await bench().service.explain(subject, GET_FLOW)).toMatchObject({ ok: false, reason, id: undefined })
  })

  it.each([{ id: '' }, { id: 7 }, null, 'x'])('refuses to explain %j', async (nothing) => {
    await expect(bench().service.explain(nothing as never, GET_FLOW)).rejects.toMatchObject({
      code: 'ERR_OPTIONS',
      message: 'explain needs a token or an id',
    })
  })

  it('tells of a token whose record is gone', async () => {
    const { token } = await bench().service.mint(flow, { resourceId: 'f-17' })
    expect(await bench().service.explain({ token }, GET_FLOW)).toMatchObject({ reason: 'unknown', id: undefined })
  })

  it('tells of a request without a route, and of a use that another holds', async () => {
    const { service } = bench()
    const { token, id } = await service.mint(download, { resourceId: 'a' })
    const request = { scope: 'download', resourceId: 'a' } as const
    expect(await service.explain({ id }, request)).toMatchObject({ ok: true, route: undefined })
    await service.reserve(token, request)
    expect(await service.explain({ id }, request)).toMatchObject({ ok: false, reason: 'reserved' })
  })

  it('spends nothing and tells no event', async () => {
    const events: unknown[] = []
    const { service, dump } = bench([download], { onEvent: (event) => events.push(event) })
    const { token } = await service.mint(download, { resourceId: 'a' })
    const before = await dump()
    await service.explain({ token }, { method: 'POST', target: '/files/a' })
    expect(await dump()).toBe(before)
    expect(events).toHaveLength(1)
  })
})
