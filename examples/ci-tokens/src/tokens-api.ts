import type { TokenService, TokenSummary, ValidatedToken } from '@hallpass/core'
import { type Request, type Response, Router } from 'express'
import { readOrder } from './order.js'
import { refuse } from './refuse.js'
import { RUNNER } from './runner.js'
import type { Sessions } from './sessions.js'
import { shownToken } from './shown-token.js'
import { readPageOrder, readTokenPage } from './token-page.js'

/** Where people mint tokens for their jobs, see them, and revoke them. */
export function tokensApi(service: TokenService, sessions: Sessions): Router {
  const signedIn = (work: Work) => async (req: Request, res: Response) => {
    const access = await sessions.accessOf(req)
    if (access?.subject === undefined) return refuse(res, 401, 'not_signed_in', 'Sign in at POST /session.')
    await work(req, res, { access, user: access.subject })
  }

  /** Somebody else's token is not there, as one that never was. */
  async function ownToken({ params }: Request, user: string): Promise<TokenSummary | undefined> {
    const summary = await service.get(String(params['tokenId']))
    return summary?.createdBy === user ? summary : undefined
  }

  return Router()
    .post(
      '/',
      signedIn(async ({ body }, res, { access, user }) => {
        const order = readOrder(body)
        if (typeof order === 'string') return refuse(res, 400, 'order_invalid', order)
        const { scope, name, resourceId, ttl, roles } = order
        const minted = await service.mint(scope, {
          ...{ name, resourceId, roles, within: access, createdBy: user, subject: RUNNER },
          ...(ttl !== undefined && { ttl }),
        })
        const { id, expiresAt, token } = minted
        res.status(201).set('cache-control', 'no-store').json({ id, expiresAt, token })
      }),
    )
    .get(
      '/',
      signedIn(async ({ query }, res, { user }) => {
        const order = readPageOrder(user, query)
        if (typeof order === 'string') return refuse(res, 400, 'order_invalid', order)
        const { tokens, next } = await readTokenPage(service, order)
        res.json({ tokens: tokens.map(shownToken), next: next ?? null })
      }),
    )
    .get(
      '/:tokenId',
      signedIn(async (req, res, { user }) => {
        const summary = await ownToken(req, user)
        if (!summary) return refuse(res, 404, 'not_found', NOT_FOUND)
        res.json(shownToken(summary))
      }),
    )
    .delete(
      '/:tokenId',
      signedIn(async (req, res, { user }) => {
        const summary = await ownToken(req, user)
        if (!summary) return refuse(res, 404, 'not_found', NOT_FOUND)
        await service.revoke(summary.id, { by: user })
        res.status(204).end()
      }),
    )
}

/** What is done for somebody who is signed in. */
type Work = (
  req: Request,
  res: Response,
  who: { readonly access: ValidatedToken; readonly user: string },
) => Promise<void>

const NOT_FOUND = 'You have no such token.'
