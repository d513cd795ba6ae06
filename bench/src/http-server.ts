import { mkdtempSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { memoryStore } from '@hallpass/core'
import { sqliteStore } from '@hallpass/drizzle/sqlite'
import { guard as expressGuard } from '@hallpass/express'
import { guard as koaGuard } from '@hallpass/koa'
import Router from '@koa/router'
import Database from 'better-sqlite3'
import express from 'express'
import Koa from 'koa'
import { digestOfValid, idOf } from './floor.js'
import { flow, tokensIn } from './tokens-under-test.js'

/** One server of the HTTP benchmark: `express` or `koa`, and what stands before the handler. Tells its port and tokens to its parent. */
const [framework = '', variant = ''] = process.argv.slice(2)

const path = join(mkdtempSync(join(tmpdir(), 'hallpass-bench-')), 'tokens.db')
const store = variant.includes('sqlite') ? sqliteStore(path, { durability: 'process' }) : memoryStore()
const { service, all } = await tokensIn(store, 1009)
const check = variant.startsWith('lookup') ? lookup() : undefined

/** The control: what any check of a stored token costs, and nothing of hallpass. */
function lookup(): (authorization: string | undefined) => boolean {
  const digests = new Map(all.map(({ text }) => [idOf(text), digestOfValid(text)]))
  const statement = variant.includes('sqlite')
    ? new Database(path).prepare('SELECT * FROM hallpass_tokens WHERE id = ?')
    : undefined
  return (authorization) => {
    const text = authorization?.slice('Bearer '.length) ?? ''
    const digest = digestOfValid(text)
    return statement ? statement.get(idOf(text)) !== undefined : digest === digests.get(idOf(text))
  }
}

function expressApp(): RequestListener {
  const app = express()
  const path = '/api/oauth/flows/:flowId'
  const answer = (_: express.Request, res: express.Response) => void res.json({ ok: true })
  const control: express.RequestHandler = (req, res, next) =>
    check?.(req.headers.authorization) ? next() : res.sendStatus(401)
  if (variant === 'bare') app.get(path, answer)
  else if (check) app.get(path, control, answer)
  else app.get(path, expressGuard(service, flow), answer)
  return app
}

function koaApp(): RequestListener {
  const router = new Router()
  const path = '/api/oauth/flows/:flowId'
  const answer: Koa.Middleware = (ctx) => {
    ctx.body = { ok: true }
  }
  const control: Koa.Middleware = (ctx, next) => (check?.(ctx.req.headers.authorization) ? next() : ctx.throw(401))
  if (variant === 'bare') router.get(path, answer)
  else if (check) router.get(path, control, answer)
  else router.get(path, koaGuard(service, flow), answer)
  return new Koa().use(router.routes()).callback()
}

const server = createServer(framework === 'koa' ? koaApp() : expressApp())
server.keepAliveTimeout = 0
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined, tokens: all })
})
process.on('disconnect', () => process.exit())
