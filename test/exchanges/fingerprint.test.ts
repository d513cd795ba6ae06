import { createTokenService, defineScope, memoryStore } from '@hallpass/core'
import { guard as expressGuard, requestFingerprint } from '@hallpass/express'
import { guard as koaGuard } from '@hallpass/koa'
import { bodyParser } from '@koa/bodyparser'
import Router from '@koa/router'
import express from 'express'
import Koa from 'koa'
import request from 'supertest'
import { describe, expect, it } from 'vitest'

const pay = defineScope({
  name: 'pay',
  routes: ['POST /payments/:payment'],
  resource: 'payment',
  maxTtl: '5m',
  uses: 1,
  approval: 'required',
  fingerprint: true,
})

const service = createTokenService({ scopes: [pay], store: memoryStore() })
const PAYLOAD = '{"to":"ann","amount":10}'

function onExpress() {
  const raw = new WeakMap<object, Uint8Array>()
  const fingerprint = (req: express.Request) => requestFingerprint(req, raw.get(req))
  const app = express()
  app.use(express.json({ verify: (req, _, bytes) => void raw.set(req, bytes) }))
  app.post('/payments/:payment', expressGuard(service, pay, { fingerprint }), (req, res) => void res.json(req.body))
  return app
}

function onKoa() {
  const app = new Koa()
  const router = new Router()
  app.use(bodyParser())
  router.post(
    '/payments/:payment',
    koaGuard(service, pay, {
      fingerprint: ({ method, originalUrl, headers, request }) =>
        requestFingerprint(
          { method, originalUrl, headers },
          Buffer.from((request as { rawBody?: string }).rawBody ?? ''),
        ),
    }),
    (ctx) => {
      ctx.body = (ctx.request as { body?: unknown }).body as object
    },
  )
  return app.use(router.routes()).callback()
}

/** A token that an operator approved for one payload. */
async function approved(): Promise<string> {
  const wanted = { method: 'POST', url: '/payments/p-1', headers: { 'content-type': 'application/json' } }
  const fingerprint = requestFingerprint(wanted, Buffer.from(PAYLOAD))
  const { id, token } = await service.mint(pay, { resourceId: 'p-1', createdBy: 'agent', fingerprint })
  await service.approve(id, { by: 'bob' })
  return token
}

describe.each([
  ['Express', onExpress],
  ['Koa', onKoa],
])('an approved token on %s', (_, makeApp) => {
  const app = makeApp()
  const send = (token: string, body: string, path = '/payments/p-1') =>
    request(app).post(path).set('Authorization', `Bearer ${token}`).set('Content-Type', 'application/json').send(body)

  it('B6 opens the one payload that was approved, once, and no other, which spends nothing', async () => {
    const token = await approved()
    for (const other of ['{"to":"ann","amount":11}', '{"amount":10,"to":"ann"}', '{"to":"ann", "amount":10}'])
      expect(await send(token, other)).toMatchObject({ status: 401, body: { code: 'token_binding_mismatch' } })
    expect((await send(token, PAYLOAD, '/payments/p-1?again')).status).toBe(401)
    expect(await send(token, PAYLOAD)).toMatchObject({ status: 200, body: { to: 'ann', amount: 10 } })
    expect(await send(token, PAYLOAD)).toMatchObject({ status: 401, body: { code: 'token_consumed' } })
  })
})
