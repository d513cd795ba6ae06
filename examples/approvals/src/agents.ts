import { randomBytes } from 'node:crypto'
import type { Request } from 'express'

/** An agent that may ask for commands. Its session is what its tokens are bound to. */
export interface Agent {
  readonly name: string
  readonly session: string
}

/** The agents of a process, by their keys. A real application has its own way to know its agents. */
export interface Agents {
  /** Lets an agent in, and gives it its key. */
  enlist(name: string): string
  /** Who has sent a request; `undefined` for nobody that is known. */
  whoSent(req: Request): Agent | undefined
}

/** Knows the agents that were enlisted, by the header `X-Agent-Key`. */
export function createAgents(): Agents {
  const known = new Map<string, Agent>()
  return {
    enlist: (name) => {
      const key = randomBytes(32).toString('base64url')
      known.set(key, { name, session: randomBytes(8).toString('base64url') })
      return key
    },
    whoSent: (req) => known.get(req.get('x-agent-key') ?? ''),
  }
}
