import { createTokenService, defineScope, memoryStore, type ValidatedToken } from '@hallpass/core'
import express, { type Request } from 'express'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { guard, validatedToken } from '../src/index.js'

const flow = defineScope({ name: 'flow', routes: ['GET /flows/:flowId'], resource: 'flowId', maxTtl: '15m' })
const service = createTokenService({ scopes: [flow], store: memoryStore() })

describe('types', () => {
  it('leaves the parameters of the route as they are behind a guard', () => {
    const app = express()
    app.get('/flows/:flowId/parts/:part', guard(service, flow), (req, res) => {
      expectTypeOf<keyof typeof req.params>().toEqualTypeOf<'flowId' | 'part'>()
      expectTypeOf(req.params.flowId).toEqualTypeOf<string>()
      expectTypeOf(req.validatedToken).toEqualTypeOf<ValidatedToken | undefined>()
      expectTypeOf(validatedToken(req, flow).resourceId).toEqualTypeOf<string>()
      res.end()
    })
    expect(app.router.stack).toHaveLength(1)
  })

  it('types the token by the scope', () => {
    const anything = defineScope({ name: 'anything', routes: ['GET /anything'], maxTtl: '15m' })
    const read = (req: Request) => validatedToken(req, anything)
    expectTypeOf(read).returns.toEqualTypeOf<ValidatedToken<typeof anything>>()
    expectTypeOf(read).returns.toHaveProperty('resourceId').toEqualTypeOf<string | undefined>()
  })

  it('leaves the parameters as they are where handlers have types of their own', () => {
    const app = express()
    app.post<'/a/:b', { b: string }, { made: number }, { wanted: number }>(
      '/a/:b',
      guard(service, flow),
      (req, res) => {
        expectTypeOf(req.body).toEqualTypeOf<{ wanted: number }>()
        res.json({ made: req.body.wanted })
      },
    )
    expect(app.router.stack).toHaveLength(1)
  })
})
