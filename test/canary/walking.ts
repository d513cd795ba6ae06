import { subscribe } from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import { SERVICE_EVENT_NAMES } from '@hallpass/core'
import { partsOf } from './secrets.js'
import { exchangeRaw, wrongRequests } from './wrong-requests.js'

/** What a walk has to go with. Whatever an application answers to it is kept, to be searched. */
export interface Walking {
  /** Where the example may keep things. */
  readonly folder: string
  /** The log of the example: it goes to stdout. */
  readonly log: (line: string) => void
  /** Sends a request. */
  ask(url: URL | string, init?: RequestInit): Promise<Asked>
  /** Sends one whose answer hands a token out: of this answer, that one occurrence is not kept. */
  askForToken(url: URL | string, init: RequestInit, read: (asked: Asked) => string): Promise<string>
  /** Takes note of a token that was handed out on another way. */
  handedOut(token: string): string
  /** Sends what no client would: the token in all wrong places, and requests that cannot be read. */
  askWrongly(url: URL, token: string): Promise<void>
}

/** An answer, with its body as it came. */
export interface Asked {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

/** Walks through one example: starts it, does with it what it is for, and stops it. */
export type Walk = (walking: Walking) => Promise<void>

/** What a walk has gathered. */
export interface Gathered {
  readonly tokens: readonly string[]
  readonly answers: readonly string[]
  readonly events: readonly string[]
}

/** Takes a walk in this process, and hears all events of all services in it. */
export async function take(walk: Walk, folder: string): Promise<Gathered> {
  const [tokens, answers, events] = [new Set<string>(), [] as string[], [] as string[]]
  for (const event of SERVICE_EVENT_NAMES)
    subscribe(`hallpass:${event}`, (message) => void events.push(inspect(message, { depth: 9, showHidden: true })))
  const handedOut = (token: string) => {
    partsOf(token)
    tokens.add(token)
    return token
  }
  const ask = async (url: URL | string, init: RequestInit = {}) => {
    const asked = await send(url, init)
    answers.push(told(asked))
    return asked
  }
  await walk({
    ...{ folder, handedOut, ask },
    log: (line) => void process.stdout.write(`${line}\n`),
    async askForToken(url, init, read) {
      const asked = await send(url, init)
      const token = handedOut(read(asked))
      answers.push(told(asked).replace(token, ''))
      return token
    },
    async askWrongly(url, token) {
      for (const request of wrongRequests(token)) answers.push(await exchangeRaw(url, request))
    },
  })
  return { tokens: [...tokens], answers, events }
}

async function send(url: URL | string, init: RequestInit): Promise<Asked> {
  const response = await fetch(url, { redirect: 'manual', ...init })
  return { status: response.status, headers: response.headers, text: await response.text() }
}

function told({ status, headers, text }: Asked): string {
  return [status, ...[...headers].map((line) => line.join(': ')), text].join('\n')
}
