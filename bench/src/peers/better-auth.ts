import { randomBytes } from 'node:crypto'
import { apiKey } from '@better-auth/api-key'
import { betterAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db/migration'
import { oneTimeToken } from 'better-auth/plugins'
import Database from 'better-sqlite3'
import type { Competitor } from '../measure/interleave.js'
import { inTurn } from '../tokens-under-test.js'

const KEYS = 50
const USER = { email: 'ann@example.com', password: 'a long password', name: 'Ann' }

/** better-auth on SQLite, without its rate limit. One-time tokens are gone with their use, so there are only so many. */
export async function betterAuthPeers(
  path: string,
  oneTimeTokens: number,
): Promise<readonly [apiKey: Competitor, oneTime: Competitor]> {
  const database = new Database(path)
  database.pragma('journal_mode = WAL')
  database.pragma('synchronous = NORMAL')
  const options = {
    database,
    secret: randomBytes(32).toString('base64'),
    baseURL: 'http://localhost:3000',
    emailAndPassword: { enabled: true },
    plugins: [apiKey({ rateLimit: { enabled: false } }), oneTimeToken()],
    telemetry: { enabled: false },
  }
  const { runMigrations } = await getMigrations(options as never)
  await runMigrations()
  const api = betterAuth(options as never).api as unknown as Api
  const signedUp = await api.signUpEmail({ body: USER, returnHeaders: true })
  const headers = new Headers({ cookie: signedUp.headers.get('set-cookie')?.split(';')[0] ?? '' })
  const userId = signedUp.response.user.id
  const keys = await Promise.all(Array.from({ length: KEYS }, () => api.createApiKey({ body: { userId } })))
  const next = inTurn(keys.map(({ key }) => key))
  const tokens: string[] = []
  for (let index = 0; index < oneTimeTokens; index++) tokens.push((await api.generateOneTimeToken({ headers })).token)
  return [
    { name: API_KEY, call: async () => refuseWrong((await api.verifyApiKey({ body: { key: next() } })).valid) },
    { name: ONE_TIME, call: () => api.verifyOneTimeToken({ body: { token: tokens.pop() ?? '' } }) },
  ]
}

/** What is called here of its API, whose own types do not follow the plugins under the strict settings of this workspace. */
interface Api {
  signUpEmail(call: { readonly body: typeof USER; readonly returnHeaders: true }): Promise<SignedUp>
  createApiKey(call: { readonly body: { readonly userId: string } }): Promise<{ readonly key: string }>
  verifyApiKey(call: { readonly body: { readonly key: string } }): Promise<{ readonly valid: boolean }>
  generateOneTimeToken(call: { readonly headers: Headers }): Promise<{ readonly token: string }>
  verifyOneTimeToken(call: { readonly body: { readonly token: string } }): Promise<object>
}

interface SignedUp {
  readonly headers: Headers
  readonly response: { readonly user: { readonly id: string } }
}

export const API_KEY = 'better-auth verifyApiKey on SQLite'
export const ONE_TIME = 'better-auth verifyOneTimeToken on SQLite'

function refuseWrong(valid: boolean): void {
  if (!valid) throw new Error('a key that is right was refused')
}
