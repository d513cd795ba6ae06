import { randomBytes } from 'node:crypto'
import { HallpassError, type TokenService } from '@hallpass/core'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import type { Agents } from './agents.js'
import { commandFingerprint, execute, readCommand, spelled } from './command.js'
import { runCommand } from './scopes.js'

/**
 * `POST /commands`: an agent asks to run a command, and gets a token that waits for approval. What the operator is shown is
 * what was asked for: the command is in the metadata, and its digest in the token.
 */
export function askForCommand(service: TokenService, agents: Agents): RequestHandler {
  return async (req, res) => {
    const agent = agents.whoSent(req)
    const command = readCommand(req.body)
    if (!agent) return void res.status(401).json({ code: 'agent_unknown' })
    if (!command) return void res.status(400).json({ code: 'command_invalid' })
    const commandId = `c-${randomBytes(6).toString('hex')}`
    const { token, expiresAt } = await service.mint(runCommand, {
      resourceId: commandId,
      createdBy: agent.name,
      bindings: { session: agent.session },
      fingerprint: commandFingerprint(command),
      name: `Run ${spelled(command)}`,
      metadata: { command },
      ...(req.body.ttl !== undefined && { ttl: req.body.ttl }),
    })
    res.status(201).json({ commandId, token, expiresAt })
  }
}

/** Behind `POST /commands`: a time that no token can live for is the agent's mistake. */
export const refuseTtl: ErrorRequestHandler = (error, _req, res, next) => {
  const isTtl = error instanceof HallpassError && error.code.startsWith('ERR_TTL_')
  if (!isTtl) return next(error)
  res.status(400).json({ code: 'ttl_invalid' })
}

/** Bodies that cannot be read. Express would print them, with all that is in them. */
export const refuseBody: ErrorRequestHandler = (error, _req, res, next) => {
  const { status } = error as { readonly status?: unknown }
  if (typeof status !== 'number' || status >= 500) return next(error)
  res.status(status).json({ code: 'body_unreadable' })
}

/** `POST /commands/:commandId/run`, behind the guard: the token was minted for this command, and has no use left. */
export const runApproved: RequestHandler = async (req, res) => {
  const command = readCommand(req.body)
  if (!command) throw new HallpassError('ERR_OPTIONS', 'the guard must read the fingerprint of the command')
  const output = await execute(command).catch((error: Error) => `it failed: ${error.message}`)
  res.json({ output })
}
