import { once as onceHeard } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTokenService, type TokenService } from '@hallpass/core'
import { guard } from '@hallpass/express'
import express from 'express'
import { storeFromUrl } from 'hallpass'
import { moment } from '../history/history.js'
import { insisting } from './insisting.js'
import { once, page, SCOPES } from './scopes.js'
import { tell } from './tell.js'

/** A token that workers use: its text, its id, and its scope by name. */
export interface UsedToken {
  readonly id: string
  readonly token: string
  readonly scope: string
  readonly resourceId?: string
}

export const tasks = { open, close, mintMany, useAll, reasonOf, listen }

let service: TokenService | undefined
let uses = 0

async function open(url: string): Promise<void> {
  await close()
  service = createTokenService({ scopes: SCOPES, store: await storeFromUrl(url) })
}

async function close(): Promise<void> {
  await service?.close()
  service = undefined
}

function opened(): TokenService {
  if (!service) throw new Error('this worker has no store open')
  return service
}

/** Mints so many tokens, ten at once, and gives their ids. */
async function mintMany(count: number, createdBy: string): Promise<readonly string[]> {
  const ids: string[] = []
  while (ids.length < count) {
    const minted = await Promise.all(Array.from({ length: 10 }, () => opened().mint(once, { createdBy })))
    ids.push(...minted.map(({ id }) => id))
  }
  return ids
}

/** Uses each in the order of the list, so many at once, and tells of each use before and behind it. */
async function useAll(tokens: readonly UsedToken[], atOnce: number): Promise<void> {
  const waiting = [...tokens]
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await useOne(next)
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}

async function useOne({ id, token, scope }: UsedToken): Promise<void> {
  const use = uses++
  await tell({ kind: 'began', token: id, begin: moment(), use })
  const outcome = await insisting(() => opened().consume(token, { scope })).then(
    ({ ok }) => (ok ? 'ok' : 'refused'),
    () => 'unknown' as const,
  )
  await tell({ kind: 'ended', use, end: moment(), outcome })
}

/** Why a token is refused, or `ok`. */
async function reasonOf({ token, scope, resourceId }: UsedToken): Promise<string> {
  const answer = await opened().validate(token, { scope, ...(resourceId && { resourceId }) })
  return answer.ok ? 'ok' : answer.refusal.reason
}

/** Serves the page, and gives the port. */
async function listen(): Promise<number> {
  const app = express()
  app.post('/pages/:page', guard(opened(), page), (_request, response) => void response.json({ shown: true }))
  const server = createServer(app).listen(0, '127.0.0.1')
  await onceHeard(server, 'listening')
  return (server.address() as AddressInfo).port
}
