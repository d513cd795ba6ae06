import { createHmac, randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import makeStore from 'better-sqlite3-session-store'
import session from 'express-session'
import type { Competitor } from '../measure/interleave.js'
import { inTurn } from '../tokens-under-test.js'
import { secret } from './claims.js'

const SESSIONS = 1009
const DAY = 86_400_000

/** express-session over SQLite: a signed cookie and a look into a table, as ours, and no route. */
export async function sqliteSessions(path: string): Promise<Competitor> {
  const client = new Database(path)
  client.pragma('journal_mode = WAL')
  client.pragma('synchronous = NORMAL')
  const store = new (makeStore(session))({ client })
  const middleware = session({ secret, store, resave: false, saveUninitialized: false, cookie: { maxAge: DAY } })
  const cookies: string[] = []
  for (let index = 0; index < SESSIONS; index++) cookies.push(await newSession(store, index))
  const next = inTurn(cookies)
  return { name: 'express-session on SQLite', call: () => load(middleware, next()) }
}

async function newSession(store: InstanceType<ReturnType<typeof makeStore>>, index: number): Promise<string> {
  const id = randomUUID()
  const cookie = { originalMaxAge: DAY, expires: new Date(Date.now() + DAY).toISOString(), httpOnly: true, path: '/' }
  await promisify(store.set.bind(store))(id, { cookie, flow: `f-${index}` })
  const mac = createHmac('sha256', secret).update(id).digest('base64').replace(/=+$/, '')
  return `connect.sid=${encodeURIComponent(`s:${id}.${mac}`)}`
}

function load(middleware: ReturnType<typeof session>, cookie: string): Promise<void> {
  const request: { session?: { readonly flow?: string } } & object = Object.assign(
    { method: 'GET', url: '/', originalUrl: '/', headers: { cookie }, connection: { encrypted: false } },
    {},
  )
  const response = { writeHead: nothing, setHeader: nothing, getHeader: nothing, end: nothing }
  return new Promise((resolve, reject) => {
    middleware(request, response, () => (request.session?.flow ? resolve() : reject(new Error('no session'))))
  })
}

function nothing(): void {}
