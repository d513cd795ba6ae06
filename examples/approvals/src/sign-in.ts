import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { CookieOptions, Request, RequestHandler } from 'express'

/** Lets one operator in by a password, for as long as the process runs. It stands for the sign-in that you already have. */
export interface SignIn {
  readonly password: string
  /** The operator's name, from the session in the cookie; `undefined` where nobody is signed in. */
  operatorOf(req: Request): string | undefined
  /** `POST /sign-in`, behind a parser of forms. */
  readonly accept: RequestHandler
  /** Sends a browser in which nobody is signed in to the page where that is done. */
  readonly required: RequestHandler
}

/** Makes a password, which is printed once, and keeps sessions in memory. */
export function createSignIn(operator: string): SignIn {
  const password = randomBytes(12).toString('base64url')
  const sessions = new Set<string>()
  const operatorOf = (req: Request) => (sessions.has(sessionOf(req)) ? operator : undefined)

  return {
    password,
    operatorOf,
    accept: (req, res) => {
      if (!isSame(String(req.body?.password), password)) return res.redirect(303, '/sign-in?again')
      const session = randomBytes(32).toString('base64url')
      sessions.add(session)
      res.cookie(COOKIE, session, COOKIE_OPTIONS)
      res.redirect(303, '/approvals')
    },
    required: (req, res, next) => {
      const isPage = req.method === 'GET' && req.get('accept')?.includes('text/html') === true
      if (isPage && operatorOf(req) === undefined) return res.redirect(303, '/sign-in')
      next()
    },
  }
}

const COOKIE = 'operator'

/** To no script, and to no request that another site has started. */
const COOKIE_OPTIONS: CookieOptions = { httpOnly: true, sameSite: 'strict', path: '/' }

function sessionOf(req: Request): string {
  const cookies = req.headers.cookie?.split('; ') ?? []
  return cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1) ?? ''
}

function isSame(given: string, password: string): boolean {
  const [a, b] = [given, password].map((text) => createHash('sha256').update(text).digest())
  return a !== undefined && b !== undefined && timingSafeEqual(a, b)
}
