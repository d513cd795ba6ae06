import { connect } from 'node:net'

/** Sends bytes (latin1), says that no more will come, and resolves to all statuses that come back until the server closes. */
export function sendRaw(port: number, text: string): Promise<readonly number[]> {
  return new Promise((resolve) => {
    let came = ''
    const socket = connect(port, '127.0.0.1', () => socket.end(text, 'latin1'))
    socket.setEncoding('latin1').on('data', (data: string) => {
      came += data
    })
    // A server that has heard enough may cut the connection while it is written to.
    socket.on('error', (error) => void error)
    socket.on('close', () => resolve([...came.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status))))
  })
}

/** Sends them all, some at a time, and resolves to the statuses in their order. */
export async function sendAllRaw(port: number, texts: readonly string[]): Promise<readonly (readonly number[])[]> {
  const statuses: (readonly number[])[] = []
  const next = texts.entries()
  const work = async () => {
    for (const [index, text] of next) statuses[index] = await sendRaw(port, text)
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return statuses
}

const AT_ONCE = 16
