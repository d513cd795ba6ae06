import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Aim } from '../aim.js'
import type { WireRequest } from '../client/connection.js'
import { type SendOptions, sendAll, type WireAnswer } from '../client/send-all.js'
import { CASE_HEADER, createLedger, type Entry, type Ledger } from '../ledger.js'
import type { PresentedToken, Tokens } from '../tokens.js'

/** An aim with the token that it presents. */
export interface Case extends Aim {
  readonly token: PresentedToken
}

/** What became of a case. */
export interface Result {
  readonly case: Case
  /** What the application made of it; `undefined` where Node's parser let nothing through. */
  readonly entry: Entry | undefined
  readonly answer: WireAnswer
}

/** The aims with their tokens, without those whose id mint refuses. */
export async function armed(aims: readonly Aim[], tokens: Tokens): Promise<readonly Case[]> {
  const cases: Case[] = []
  for (const aim of aims) {
    const token = await tokens.of(aim.bearer)
    if (token) cases.push({ ...aim, token })
  }
  return cases
}

/** Sends every case over raw sockets to an application, which is made for a ledger and writes into it. */
export async function runCases(
  cases: readonly Case[],
  application: (ledger: Ledger) => RequestListener,
  options?: SendOptions,
): Promise<readonly Result[]> {
  const ledger = createLedger()
  const server = createServer({ keepAliveTimeout: 0, headersTimeout: 0, requestTimeout: 0 }, application(ledger))
  server.on('connection', (socket) => void socket.setMaxListeners(0))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  try {
    const answers = await sendAll((server.address() as AddressInfo).port, cases.map(toWire), options)
    return cases.map((one, index) => ({ case: one, entry: ledger.at(index), answer: answers[index] ?? 'closed' }))
  } finally {
    server.closeAllConnections()
    await new Promise((resolve) => void server.close(resolve))
  }
}

/** The case as it goes over the wire, with its number. */
export function toWire(
  { method, target, token, version = '1.1', headers = [], credential }: Case,
  index: number,
): WireRequest {
  const lines = [
    `${method} ${target} HTTP/${version}`,
    ...(headers.some((line) => /^host:/i.test(line)) ? [] : ['Host: app']),
    ...(credential ?? [`Authorization: Bearer ${token.text}`]),
    `${CASE_HEADER}: ${index}`,
    'Content-Length: 0',
    ...headers,
  ]
  return { method, text: `${lines.join('\r\n')}\r\n\r\n` }
}
