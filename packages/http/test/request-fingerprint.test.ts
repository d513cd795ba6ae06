import { describe, expect, it } from 'vitest'
import { type FingerprintRequest, requestFingerprint } from '../src/request-fingerprint.js'

const BODY = Buffer.from('{"amount":10}')
const PAY: FingerprintRequest = {
  method: 'POST',
  url: '/pay?to=a',
  headers: { 'content-type': 'application/json', accept: '*/*' },
}

const DIFFERENT: readonly [sentence: string, request: Partial<FingerprintRequest>, body?: Uint8Array][] = [
  ['another method', { method: 'PUT' }, BODY],
  ['another query', { url: '/pay?to=b' }, BODY],
  ['another spelling of the path', { url: '/%70ay?to=a' }, BODY],
  ['another type', { headers: { 'content-type': 'text/plain' } }, BODY],
  ['no type', { headers: {} }, BODY],
  ['an encoding', { headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } }, BODY],
  ['another byte in the body', {}, Buffer.from('{"amount":11}')],
  ['another spelling of the same JSON', {}, Buffer.from('{"amount": 10}')],
  ['an empty body', {}, Buffer.alloc(0)],
  ['no body', {}],
]

describe('requestFingerprint', () => {
  it.each(DIFFERENT)('B6 differs by %s', (_, change, body) => {
    expect(requestFingerprint({ ...PAY, ...change }, body)).not.toBe(requestFingerprint(PAY, BODY))
  })

  it('is the same for the same request, whatever else its headers say', () => {
    expect(requestFingerprint({ ...PAY, headers: { ...PAY.headers, accept: 'x', date: 'y' } }, BODY)).toBe(
      requestFingerprint(PAY, BODY),
    )
  })

  it('takes the target as it came, and not what a mount left of it', () => {
    expect(requestFingerprint({ ...PAY, url: '/', originalUrl: '/pay?to=a' }, BODY)).toBe(requestFingerprint(PAY, BODY))
  })

  it.each([[{ amount: 10 }], ['{"amount":10}'], [null]])('refuses %j: it is not what was sent', (body) => {
    expect(() => requestFingerprint(PAY, body as never)).toThrow(expect.objectContaining({ code: 'ERR_OPTIONS' }))
  })
})
