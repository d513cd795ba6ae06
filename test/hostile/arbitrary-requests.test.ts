import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SEED } from '../differential/targets/generated.js'
import { arbitraryRequests, arbitraryUpgrades, longerThanOpened } from './arbitrary-requests.js'
import { sendAllRaw } from './send-raw.js'
import { APPLICATIONS, type HostileServer, startHostile } from './servers.js'

const NAMES = Object.keys(APPLICATIONS) as (keyof typeof APPLICATIONS)[]

describe.each(NAMES)(`%s (HALLPASS_SEED=${SEED})`, (name) => {
  let server: HostileServer
  beforeAll(async () => {
    server = await startHostile(name)
  })
  afterAll(() => server.close())

  /** Sends them, and tells what came of each: answers of the server's own failures, and tokens that were let in. */
  async function wrong(texts: readonly string[]): Promise<readonly unknown[]> {
    const before = server.passed
    const statuses = await sendAllRaw(server.port, texts)
    const failed = texts.filter((_, index) => statuses[index]?.some((status) => status >= 500 && status !== 505))
    return [...failed, ...server.failures.splice(0), ...(server.passed > before ? ['passed'] : [])]
  }

  it('F7 throws nothing and lets nobody in, whatever bytes a request is made of', async () => {
    expect(await wrong(arbitraryRequests(800, SEED))).toEqual([])
  })

  it('F7 throws nothing and lets nobody in, whatever bytes a handshake is made of', async () => {
    expect(await wrong(arbitraryUpgrades(400, SEED))).toEqual([])
  })

  it('F7 opens no target that only begins like that of the token', async () => {
    const line = `Authorization: Bearer ${server.token}`
    const texts = longerThanOpened(200, SEED).flatMap((target) =>
      ['', 'Connection: Upgrade\r\nUpgrade: websocket\r\n'].map(
        (more) => `GET ${target} HTTP/1.1\r\nHost: a\r\n${line}\r\n${more}\r\n`,
      ),
    )
    expect(await wrong(texts)).toEqual([])
  })

  it('A5 lets the token in, to its route and to its socket', async () => {
    const before = server.passed
    const head = `GET /flows/f-1 HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${server.token}\r\n`
    const answers = await sendAllRaw(server.port, [
      `${head}\r\n`,
      `${head}Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    ])
    expect(answers).toEqual([[200], [101]])
    expect(server.passed - before).toBe(2)
  })
})
