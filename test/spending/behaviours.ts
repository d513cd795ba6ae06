import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import fc from 'fast-check'
import type { Handler } from './apps.js'
import { moment } from './world.js'

/** What happens to one request, by the handler's doing or the client's. */
export interface Behaviour {
  readonly does: (typeof DOES)[number]
  /** Of the head, where one is made. */
  readonly status: number
}

const DOES = [
  'answers whole',
  'writes in parts',
  'throws',
  'throws behind a head that is not sent',
  'is cut before a byte',
  'is cut after some bytes',
  'loses its client before a byte',
  'loses its client after some bytes',
] as const

export const behaviours: fc.Arbitrary<Behaviour> = fc.record({
  does: fc.constantFrom(...DOES),
  status: fc.constantFrom(200, 201, 302, 404, 422, 500, 503),
})

/** Whether a byte of the handler's own head reaches the network. */
export function sendsHead({ does }: Behaviour): boolean {
  return ['answers whole', 'writes in parts', 'is cut after some bytes', 'loses its client after some bytes'].includes(
    does,
  )
}

/** Whether the handler's whole response reaches the network. */
export function sendsAll({ does }: Behaviour): boolean {
  return does === 'answers whole' || does === 'writes in parts'
}

/** A handler that behaves as it is told for each request, and the client's part of it. */
export function behaving(): {
  readonly handler: Handler
  readonly runs: () => number
  readonly meet: (behaviour: Behaviour, open: () => Socket) => Promise<void>
} {
  let [runs, now, ran] = [0, undefined as Behaviour | undefined, moment()]
  const handler: Handler = {
    async writes(response) {
      runs++
      if (!now) throw new Error('nothing was to run')
      ran.bring()
      await DOING[now.does](response, now.status)
    },
  }
  const meet = async (behaviour: Behaviour, open: () => Socket) => {
    now = behaviour
    ran = moment()
    const client = open()
    await ran.come
    if (behaviour.does === 'loses its client before a byte') client.destroy()
    else {
      await Promise.race([once(client, 'data'), once(client, 'close')])
      client.destroy()
    }
  }
  return { handler, runs: () => runs, meet }
}

type Doing = (response: ServerResponse, status: number) => unknown

const DOING: Readonly<Record<Behaviour['does'], Doing>> = {
  'answers whole': (response, status) => response.writeHead(status, { connection: 'close' }).end('whole'),
  'writes in parts': async (response, status) => {
    response.statusCode = status
    response.write('a')
    response.end('b')
    await once(response, 'finish')
  },
  throws: throwsNow,
  'throws behind a head that is not sent': (response, status) => {
    response.writeHead(status)
    response.destroy()
    throwsNow()
  },
  'is cut before a byte': (response) => response.destroy(),
  'is cut after some bytes': (response, status) => {
    response.writeHead(status)
    response.write('a', () => response.destroy())
  },
  'loses its client before a byte': async (response, status) => {
    await once(response, 'close')
    response.writeHead(status).end('nobody hears')
  },
  'loses its client after some bytes': async (response, status) => {
    response.writeHead(status)
    response.write('a')
    await once(response, 'close')
    response.end('b')
  },
}

function throwsNow(): never {
  throw new Error('the handler failed')
}
