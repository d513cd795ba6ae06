import { describe, expect, it } from 'vitest'
import { corsHeaders } from '../src/cors.js'
import { basic } from '../src/sources/basic.js'
import { bearer } from '../src/sources/bearer.js'
import { body } from '../src/sources/body.js'
import { cookie } from '../src/sources/cookie.js'
import { header } from '../src/sources/header.js'
import { query } from '../src/sources/query.js'

describe('corsHeaders', () => {
  it('A22 names the headers that carry tokens by default, and those that tell of a refusal', () => {
    expect(corsHeaders()).toMatchObject({
      allowedHeaders: 'authorization,x-hallpass-token',
      exposedHeaders: 'www-authenticate,retry-after',
    })
  })

  it('has both spellings, so that it fits cors and @koa/cors', () => {
    const { allowedHeaders, exposedHeaders, allowHeaders, exposeHeaders } = corsHeaders()
    expect([allowHeaders, exposeHeaders]).toEqual([allowedHeaders, exposedHeaders])
  })

  it.each([
    ['nothing for what is in the URL, the body or a cookie', [query('t'), body('t'), cookie('__Host-t')], ''],
    ['a header of your own', [header('X-Ticket')], 'x-ticket'],
    ['one header once', [bearer(), basic()], 'authorization'],
  ])('names %s', (_, from, names) => {
    expect(corsHeaders({ from }).allowedHeaders).toBe(names)
  })

  it('adds the headers that the pages use besides', () => {
    const headers = corsHeaders({ allow: ['Content-Type', 'Authorization'], expose: ['ETag'] })
    expect(headers.allowedHeaders).toBe('authorization,x-hallpass-token,content-type')
    expect(headers.exposedHeaders).toBe('www-authenticate,retry-after,etag')
  })
})
