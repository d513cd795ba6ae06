import { describe, expect, it } from 'vitest'
import { textFormat } from '../../src/token/text-format.js'
import { bench, flow, GET_FLOW, reasonOf } from '../fixtures.js'

describe('a token of another format', () => {
  it('is unknown, also where id and secret are those of the record', async () => {
    const { service, store } = bench([flow])
    const { token } = await service.mint(flow, { resourceId: 'f-17' })
    const { service: other } = bench([flow], { store, format: { ...textFormat(['hp']), name: 'other' } })
    expect(await reasonOf(other.validate(token, GET_FLOW))).toBe('unknown')
    expect(await reasonOf(other.consume(token, GET_FLOW))).toBe('unknown')
    expect(await reasonOf(service.validate(token, GET_FLOW))).toBe('ok')
  })

  it('is no token at all where the service is asked whose a text is', () => {
    const { service } = bench([flow])
    expect([undefined, 7, 'x'].map((text) => service.owns(text as never))).toEqual([false, false, false])
  })
})
