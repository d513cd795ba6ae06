import { Agent, type IncomingMessage, request } from 'node:http'

/** What became of a client's requests. */
export interface Fate {
  readonly answered: number
  /** What went wrong with a request on a connection that the server had accepted. */
  readonly lost: readonly string[]
}

/**
 * One client that asks again and again over one connection, from its first answer until it is told to go (`Connection:
 * close`). Until then no request of its may be lost. `started` hears of the first answer.
 */
export async function askUntilToldToGo(url: URL, token: string, started: () => void): Promise<Fate> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  let answered = 0
  for (;;) {
    try {
      const response = await ask(url, token, agent)
      if (response.statusCode !== 200) return { answered, lost: [`status ${response.statusCode}`] }
      answered += 1
      if (answered === 1) started()
      if (response.headers.connection === 'close') return { answered, lost: [] }
    } catch (error) {
      return { answered, lost: [String(error)] }
    }
  }
}

function ask(url: URL, token: string, agent: Agent): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
      response.on('end', () => resolve(response)).on('error', reject)
      response.resume()
    })
    sent.on('error', reject)
    sent.end()
  })
}
