import { randomBytes } from 'node:crypto'
import { validatedToken } from '@hallpass/express'
import type { RequestHandler } from 'express'
import { setBrowserSecret } from './browser-secret.js'
import type { Flows } from './flows.js'
import { oauthFlow } from './scopes.js'
import type { SignIn } from './sign-in.js'

/** `GET /api/oauth/flows/:flowId`: what the page shows. */
export function showFlow(flows: Flows): RequestHandler {
  return (req, res) => {
    const flow = flows.find(validatedToken(req, oauthFlow).resourceId)
    if (!flow) return void res.status(404).json(FLOW_ENDED)
    res.json({ id: flow.id, endsAt: flow.endsAt })
  }
}

/** `POST /api/oauth/flows/:flowId/start`: begins a sign-in, and says where it goes on. */
export function startFlow(flows: Flows, signIn: SignIn): RequestHandler {
  return async (req, res) => {
    const { url, attempt } = await signIn.begin()
    // Looked up after the last wait: a flow that ended in the meantime is not started.
    const flow = flows.find(validatedToken(req, oauthFlow).resourceId)
    if (!flow) return void res.status(404).json(FLOW_ENDED)
    const browser = randomBytes(32).toString('base64url')
    flows.start(flow, { ...attempt, browser })
    setBrowserSecret(req, res, flow, browser)
    res.json({ authorizationUrl: url.href })
  }
}

const FLOW_ENDED = { code: 'flow_ended' }
