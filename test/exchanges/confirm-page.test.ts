import { randomBytes } from 'node:crypto'
import type { RequestListener } from 'node:http'
import * as onExpress from '@hallpass/express'
import { body } from '@hallpass/http'
import * as onKoa from '@hallpass/koa'
import bodyParser from '@koa/bodyparser'
import Router from '@koa/router'
import express from 'express'
import Koa from 'koa'
import { describe, expect, it } from 'vitest'
import type { AppSetup, Framework } from './apps/app-setup.js'
import type { ReceivedResponse, SentRequest } from './client.js'
import { withWorld } from './frameworks.js'
import { order } from './scopes.js'
import { ORDER } from './table/requests.js'

const PATH = '/api/oauth/orders/:orderId'
const WORDS = { title: 'Order', text: 'Orders once.', random: (size: number) => randomBytes(size) }

const EXPRESS: Framework = {
  name: 'Express',
  build({ service, saw }: AppSetup): RequestListener {
    const { confirmPage, guard } = onExpress
    return express().all(
      PATH,
      express.urlencoded(),
      confirmPage(service, order, WORDS),
      guard(service, order, { from: [body('t')] }),
      (req, res) => {
        saw({ name: 'order', resourceId: req.validatedToken?.resourceId })
        res.end('ordered')
      },
    )
  },
}

const KOA: Framework = {
  name: 'Koa',
  build({ service, saw }: AppSetup): RequestListener {
    const { confirmPage, guard } = onKoa
    const router = new Router().all(
      PATH,
      confirmPage(service, order, WORDS),
      guard(service, order, { from: [body('t')] }),
      (ctx) => {
        saw({ name: 'order', resourceId: ctx.state.validatedToken?.resourceId })
        ctx.body = 'ordered'
      },
    )
    return new Koa()
      .use(bodyParser({ enableTypes: ['form'] }))
      .use(router.routes())
      .callback()
  },
}

/** The POST that a browser makes of the page that it was shown. */
function pressed({ body, headers }: ReceivedResponse): SentRequest {
  const fields = [...body.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]+)"/g)].map(([, name, value]) => [
    name ?? '',
    value ?? '',
  ])
  const action = new URL(/<form[^>]*action="([^"]*)"/.exec(body)?.[1] ?? '', `https://a.example${ORDER}?t=x`)
  const cookie = String(headers['set-cookie']).split(';')[0] ?? ''
  const sent = [
    ['Content-Type', 'application/x-www-form-urlencoded'],
    ['Cookie', cookie],
    ['Sec-Fetch-Site', 'same-origin'],
  ] as const
  return {
    method: 'POST',
    target: action.href.slice(action.origin.length),
    headers: sent,
    body: new URLSearchParams(fields).toString(),
  }
}

describe.each([EXPRESS, KOA])('confirmPage on $name', (framework) => {
  it('shows what will happen and spends nothing, however often it is looked at', async () => {
    await withWorld(framework, {}, async ({ service, seen }, sent) => {
      const { token, id } = await service.mint(order, { resourceId: 'o-1', uses: 1 })
      for (const method of ['HEAD', 'GET', 'GET']) {
        const shown = await sent({ method, target: `${ORDER}?t=${token}`, over: 'socket' })
        expect(shown.status).toBe(200)
        expect(shown.headers).toMatchObject({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' })
        expect(shown.headers['set-cookie']).toMatch(/^__Host-/)
        expect(shown.body.includes('Orders once.')).toBe(method === 'GET')
      }
      expect((await service.get(id))?.usesLeft).toBe(1)
      expect(seen).toEqual([])
    })
  })

  it('spends by the button, once; the second press hears consumed', async () => {
    await withWorld(framework, {}, async ({ service, seen }, sent) => {
      const { token } = await service.mint(order, { resourceId: 'o-1', uses: 1 })
      const press = pressed(await sent({ method: 'GET', target: `${ORDER}?t=${token}`, over: 'socket' }))
      expect((await sent(press)).body).toBe('ordered')
      const second = await sent(press)
      expect([second.status, JSON.parse(second.body).code]).toEqual([401, 'token_consumed'])
      expect(seen).toEqual([{ name: 'order', resourceId: 'o-1' }])
    })
  })

  it('refuses a form of another browser or another site, and other methods', async () => {
    await withWorld(framework, {}, async ({ service, seen }, sent) => {
      const { token, id } = await service.mint(order, { resourceId: 'o-1', uses: 1 })
      const press = pressed(await sent({ method: 'GET', target: `${ORDER}?t=${token}`, over: 'socket' }))
      const headers = press.headers ?? []
      for (const lines of [
        headers.filter(([name]) => name !== 'Cookie'),
        headers.map(([name, value]) => [name, name === 'Sec-Fetch-Site' ? 'cross-site' : value] as const),
      ])
        expect((await sent({ ...press, headers: lines })).status).toBe(403)
      expect((await sent({ ...press, method: 'PUT' })).status).toBe(403)
      expect((await service.get(id))?.usesLeft).toBe(1)
      expect(seen).toEqual([])
    })
  })
})
