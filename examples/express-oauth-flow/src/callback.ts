import type { RequestHandler } from 'express'
import { browserSecret, clearBrowserSecret } from './browser-secret.js'
import type { Flows } from './flows.js'
import type { SignIn } from './sign-in.js'

/**
 * `GET /oauth/callback`: where the provider sends people back to. It has no token and needs none: the state leads to the
 * flow, and the browser proves that the sign-in is its own. Whatever comes of it, the flow ends here, and the link with it.
 */
export function finishFlow(flows: Flows, signIn: SignIn, publicUrl: URL): RequestHandler {
  return async (req, res) => {
    const flow = flows.findByState(String(req.query['state']))
    if (!flow?.attempt || browserSecret(req, flow) !== flow.attempt.browser) return res.redirect(303, '/elsewhere')
    flows.take(flow)
    clearBrowserSecret(res, flow)
    const account = await signIn.finish(new URL(req.originalUrl, publicUrl), flow.attempt).catch(() => undefined)
    await flows.end(flow.id, account ? { how: 'connected', account } : { how: 'failed' })
    res.redirect(303, account ? '/connected' : '/not-connected')
  }
}
