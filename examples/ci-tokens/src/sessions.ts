import { randomBytes } from 'node:crypto'
import type { TokenService, ValidatedToken } from '@hallpass/core'
import type { CookieOptions, Request, Response } from 'express'
import type { Person } from './people.js'
import { account } from './scopes.js'

/** Who is signed in. A session is a random cookie, and behind it, in this process, the person's own access token. */
export interface Sessions {
  /** Mints the person's access token, and remembers it behind a new cookie. */
  open(person: Person, res: Response): Promise<void>
  /** The access token of who asks; `undefined` where nobody is signed in, or the token has ended. */
  accessOf(req: Request): Promise<ValidatedToken | undefined>
  /** Revokes the access token, and so everything that was minted within it. */
  close(req: Request, res: Response): Promise<void>
}

export function createSessions(service: TokenService): Sessions {
  const tokens = new Map<string, string>()

  async function accessOf(req: Request): Promise<ValidatedToken | undefined> {
    const answer = await service.validate(tokens.get(cookieOf(req)), { scope: account })
    return answer.ok ? answer.token : undefined
  }

  return {
    async open(person, res) {
      const { token } = await service.mint(account, accessOptions(person))
      const cookie = randomBytes(32).toString('base64url')
      tokens.set(cookie, token)
      res.cookie(COOKIE, cookie, COOKIE_OPTIONS)
    },
    accessOf,
    async close(req, res) {
      const access = await accessOf(req)
      if (access) await service.revoke(access.id, { by: access.subject ?? '', note: 'signed out' })
      tokens.delete(cookieOf(req))
      res.clearCookie(COOKIE, COOKIE_OPTIONS)
    },
  }
}

/** What a person's own access token is minted with. */
export function accessOptions({ name, grants, roles }: Person) {
  return { subject: name, createdBy: 'sign-in', name: `session of ${name}`, grants, roles }
}

const COOKIE = 'session'

/** No page of another site can send it. Behind TLS it is `secure` as well. */
const COOKIE_OPTIONS: CookieOptions = { httpOnly: true, sameSite: 'strict', path: '/' }

function cookieOf({ headers }: Request): string {
  return /(?:^|; )session=([\w-]{43})(?:;|$)/.exec(headers.cookie ?? '')?.[1] ?? ''
}
