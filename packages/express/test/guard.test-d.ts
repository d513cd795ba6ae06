import { createTokenService, defineScope, memoryStore, type ValidatedToken } from '@hallpass/core'
import express, { type Request } from 'express'
import { expectTypeOf } from 'vitest'
import { authenticate, guard, validatedToken } from '../src/index.js'

const flow = defineScope({ name: 'flow', routes: ['GET /flows/:flowId'], resource: 'flowId', maxTtl: '15m' })
const open = defineScope({ name: 'open', routes: ['GET /open'], maxTtl: '15m' })
const service = createTokenService({ scopes: [flow, open], store: memoryStore() })
const app = express()

// The route's own parameters are as they are without a guard.
app.get('/flows/:flowId/parts/:part', guard(service, flow), (req, res) => {
  expectTypeOf<keyof typeof req.params>().toEqualTypeOf<'flowId' | 'part'>()
  expectTypeOf(req.params.flowId).toEqualTypeOf<string>()
  expectTypeOf(req.validatedToken).toEqualTypeOf<ValidatedToken | undefined>()
  // @ts-expect-error the token is read-only
  req.validatedToken = undefined
  res.end()
})

// So are types that a route gives itself.
app.post<'/a/:b', { b: string }, { made: number }, { wanted: number }>('/a/:b', guard(service, flow), (req, res) => {
  expectTypeOf(req.body).toEqualTypeOf<{ wanted: number }>()
  res.json({ made: req.body.wanted })
})

// The token is typed by the scope.
const ofFlow = (req: Request) => validatedToken(req, flow)
expectTypeOf(ofFlow).returns.toEqualTypeOf<ValidatedToken<typeof flow>>()
expectTypeOf(ofFlow).returns.toHaveProperty('resourceId').toEqualTypeOf<string>()
expectTypeOf((req: Request) => validatedToken(req, open).resourceId).returns.toEqualTypeOf<string | undefined>()

// Options that a gate does not have do not compile.
// @ts-expect-error a guard is always required
guard(service, flow, { required: true })
// @ts-expect-error the word is at-guard
authenticate(service, { spend: 'at-the-guard' })
guard(service, flow, { spend: 'on-complete', attempts: 2 })
// @ts-expect-error at-guard is of authenticate
guard(service, flow, { spend: 'at-guard' })
