import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { basic, bearer, body, cookie, createAuthentication, createGuard, header, query } from '../src/index.js'
import { viewOf } from './requests.js'
import { createService, flow } from './services.js'

const HEADERS = [
  'Authorization',
  'Cookie',
  'X-Hallpass-Token',
  'Sec-Fetch-Site',
  'Origin',
  'Purpose',
  'Accept',
  'Content-Type',
]
const bytes = fc.string({ unit: fc.nat(255).map((code) => String.fromCharCode(code)), maxLength: 60 })
const value = fc.oneof(
  bytes,
  fc
    .constantFrom('Bearer ', 'Basic ', '__Host-t=', 'navigate', 'prefetch', 'text/html')
    .chain((start) => bytes.map((end) => start + end)),
)
const request = fc.record({
  method: fc.oneof(bytes, fc.constantFrom('GET', 'POST', 'HEAD', 'OPTIONS', 'QUERY')),
  target: fc.oneof(
    bytes,
    bytes.map((end) => `/flows/f-1?t=${end}`),
    fc.webUrl(),
  ),
  unchanged: fc.boolean(),
  rawHeaders: fc.array(fc.tuple(fc.oneof(bytes, fc.constantFrom(...HEADERS)), value)).map((pairs) => pairs.flat()),
  body: fc.anything(),
  params: fc.constantFrom(undefined, {}, { flowId: 'f-1' }),
})

describe('arbitrary requests', () => {
  it('F7 never throw and never pass', async () => {
    const { service } = createService()
    await service.mint(flow, { resourceId: 'f-1' })
    const options = { from: [bearer(), basic(), header('x-hallpass-token'), cookie('__Host-t'), query('t'), body('t')] }
    const gates = [
      { gate: createGuard(service, flow, options), answers: ['refuse'] },
      { gate: createAuthentication(service, options), answers: ['refuse', 'pass_on'] },
    ]
    await fc.assert(
      fc.asyncProperty(request, async (given) => {
        for (const { gate, answers } of gates) expect(answers).toContain((await gate(viewOf(given))).kind)
      }),
      { numRuns: 500 },
    )
  })

  it('F7 never pass with a token whose text was changed in any place', async () => {
    const { service } = createService()
    const { token } = await service.mint(flow, { resourceId: 'f-1' })
    const gate = createGuard(service, flow)
    const asked = (text: string) =>
      gate(viewOf({ target: '/flows/f-1', params: { flowId: 'f-1' }, rawHeaders: ['Authorization', `Bearer ${text}`] }))
    expect((await asked(token)).kind).toBe('pass')
    await fc.assert(
      fc.asyncProperty(fc.nat(token.length - 1), bytes, async (at, put) => {
        const changed = token.slice(0, at) + put + token.slice(at + 1)
        fc.pre(changed !== token)
        expect((await asked(changed)).kind).toBe('refuse')
      }),
      { numRuns: 300 },
    )
  })
})
