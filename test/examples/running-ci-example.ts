import { type Example, startExample } from '../../examples/ci-tokens/src/example.js'
import type { Settings } from '../../examples/ci-tokens/src/settings.js'
import { withDatabase } from './temporary-database.js'

/** The CI example inside of the test, on free ports. */
export interface RunningCi extends Example {
  readonly database: string
  /** The lines of its log. */
  readonly log: readonly string[]
  signIn(name: string): Promise<SignedIn>
  /** Asks the builds service with a token. */
  build(token: string, method: string, path: string): Promise<Answer>
}

/** Somebody with a session at the API. */
export interface SignedIn {
  ask(method: string, path: string, body?: object): Promise<Answer>
  /** Mints a token, which must be granted. */
  mint(order: object): Promise<{ readonly id: string; readonly token: string }>
}

/** A status, and the body as it came and as JSON. */
export interface Answer {
  readonly status: number
  readonly text: string
  readonly json: Readonly<Record<string, unknown>>
}

/**
 * Starts it with a database of its own, runs the test, and takes both away again.
 * @param store the URL of another store
 */
export async function withCiExample(
  format: Settings['format'],
  test: (example: RunningCi) => Promise<void>,
  store?: string,
): Promise<void> {
  await withDatabase(async (database) => {
    const log: string[] = []
    const settings = { port: 0, buildsPort: 0, format, ...(store && { store }) }
    const example = await startExample({ ...settings, database, log: (line) => void log.push(line) })
    try {
      await test({ ...example, database, log, ...asking(example) })
    } finally {
      await example.stop()
    }
  })
}

function asking({ apiUrl, buildsUrl, people }: Example): Pick<RunningCi, 'signIn' | 'build'> {
  return {
    async signIn(name) {
      const body = { user: name, password: people.passwordOf(name) }
      const response = await fetch(new URL('/session', apiUrl), jsonRequest('POST', body))
      const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
      const ask: SignedIn['ask'] = (method, path, order) =>
        answerOf(fetch(new URL(path, apiUrl), jsonRequest(method, order, { cookie })))
      return {
        ask,
        async mint(order) {
          const { status, text, json } = await ask('POST', '/tokens', order)
          if (status !== 201) throw new Error(text)
          return { id: String(json['id']), token: String(json['token']) }
        },
      }
    },
    build: (token, method, path) =>
      answerOf(fetch(new URL(path, buildsUrl), { method, headers: { authorization: `Bearer ${token}` } })),
  }
}

function jsonRequest(method: string, body?: object, headers: Record<string, string> = {}): RequestInit {
  if (body === undefined) return { method, headers }
  return { method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) }
}

async function answerOf(asked: Promise<Response>): Promise<Answer> {
  const response = await asked
  const text = await response.text()
  const isJson = /json/.test(response.headers.get('content-type') ?? '')
  return { status: response.status, text, json: isJson ? JSON.parse(text) : {} }
}
