import type { Walk } from '../walking.js'
import { approvals } from './approvals.js'
import { ciTokens } from './ci-tokens.js'
import { expressOAuthFlow } from './express-oauth-flow.js'
import { gitGate } from './git-gate.js'
import { handoff } from './handoff.js'
import { koaDownload } from './koa-download.js'
import { leaking } from './leaking.js'
import { nginxGate } from './nginx-gate.js'

const WALKS: Readonly<Record<string, Walk>> = {
  approvals,
  'ci-tokens': ciTokens('text'),
  'ci-tokens, signed': ciTokens('jwt'),
  'express-oauth-flow': expressOAuthFlow,
  'git-gate': gitGate,
  handoff,
  'koa-download': koaDownload,
  'nginx-gate': nginxGate,
  leaking,
}

/** @throws Error where there is none of that name */
export function walkNamed(name: string): Walk {
  const walk = WALKS[name]
  if (walk) return walk
  throw new Error(`no walk is called ${JSON.stringify(name)}`)
}
