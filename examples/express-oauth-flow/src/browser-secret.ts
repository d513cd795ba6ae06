import type { Request, Response } from 'express'
import type { Flow } from './flows.js'

/*
 * Without this, somebody could start their own flow, send the provider's address to somebody else, and get that person's
 * account connected: the callback must come from the browser that started the sign-in.
 */

/** Gives a browser the secret of its sign-in. The cookie goes to the callback only, and to no script. */
export function setBrowserSecret(req: Request, res: Response, { id, endsAt }: Flow, secret: string): void {
  res.cookie(`sign_in_${id}`, secret, {
    path: '/oauth/callback',
    httpOnly: true,
    sameSite: 'lax',
    secure: req.secure,
    expires: endsAt,
  })
}

/** The secret that a browser brings back for a flow. */
export function browserSecret(req: Request, { id }: Flow): string | undefined {
  const cookies = req.headers.cookie?.split('; ') ?? []
  return cookies.find((cookie) => cookie.startsWith(`sign_in_${id}=`))?.slice(`sign_in_${id}=`.length)
}

/** Takes it away again. */
export function clearBrowserSecret(res: Response, { id }: Flow): void {
  res.clearCookie(`sign_in_${id}`, { path: '/oauth/callback' })
}
