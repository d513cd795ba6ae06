import { createTokenService, memoryStore, type TokenService, type TokenStore } from '@hallpass/core'
import { createGate, type GateLog, type GateOptions, type StandaloneGate } from 'hallpass'
import { connectTo } from '../differential/client/connection.js'
import type { WireResponse } from '../differential/client/response-reader.js'
import { flow, once } from './scopes.js'

/** A gate on a free port, its service, and what it logged. */
export interface World {
  readonly service: TokenService
  readonly gate: StandaloneGate
  readonly url: URL
  readonly port: number
  /** Of health and metrics. */
  readonly admin: URL
  /** Every line of the log, as one text. */
  readonly logged: () => string
  /** A token for flow `f-1`, or another. */
  readonly mint: (flowId?: string) => Promise<string>
  /** Sends one raw request; `closed` where nothing came back. */
  readonly send: (text: string) => Promise<WireResponse | 'closed'>
}

/** What a test says of its gate; address, log and health are the world's. */
export type WorldOptions = GateOptions & { readonly store?: TokenStore }

/** Starts a gate, runs the test, and stops it. */
export async function withGate(
  { store = memoryStore(), ...options }: WorldOptions,
  test: (world: World) => Promise<void>,
) {
  const service = createTokenService({ scopes: [flow, once], store })
  const { log, logged } = recorder()
  const listening = { listen: '127.0.0.1:0', adminListen: '127.0.0.1:0', log }
  const limits = { keepAliveMs: 200, stopMs: 2000, ...options.limits }
  const gate = createGate(service, { ...listening, ...options, limits } as GateOptions)
  const at = await gate.listen()
  const url = new URL(at.gate.startsWith('unix:') ? 'http://socket' : at.gate)
  const port = Number(url.port)
  try {
    await test({
      ...{ service, gate, url, port, logged },
      admin: new URL(at.admin ?? ''),
      mint: async (flowId = 'f-1') => (await service.mint(flow, { resourceId: flowId })).token,
      send: (text) => sendRaw(port, text),
    })
  } finally {
    await gate.stop()
    await service.close()
  }
}

/** Sends one raw request over a connection of its own. */
export async function sendRaw(port: number, text: string): Promise<WireResponse | 'closed'> {
  const connection = connectTo(port)
  const [response = 'closed' as const] = await connection.exchange([{ method: text.split(' ', 1)[0] ?? '', text }])
  connection.close()
  return response
}

/** The text of a raw request without a body. */
export function raw(method: string, target: string, lines: readonly string[] = []): string {
  return [`${method} ${target} HTTP/1.1`, 'Host: app', ...lines, '', ''].join('\r\n')
}

/** The line that presents a token. */
export function bearer(token: string): string {
  return `Authorization: Bearer ${token}`
}

/** The status of what came back; 0 for a connection that was closed. */
export function statusOf(response: WireResponse | 'closed'): number {
  return response === 'closed' ? 0 : response.status
}

function recorder(): { readonly log: GateLog; readonly logged: () => string } {
  const lines: string[] = []
  const write = (fields: object, text: string) => void lines.push(JSON.stringify({ ...fields, text }))
  return { log: { info: write, warn: write, error: write }, logged: () => lines.join('\n') }
}
