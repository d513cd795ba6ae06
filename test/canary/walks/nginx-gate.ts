import { startExample } from '../../../examples/nginx-gate/src/example.js'
import type { Walking } from '../walking.js'

/** A note is read and written through nginx, and others are not. */
export async function nginxGate({ folder, log, ask, handedOut, askWrongly }: Walking): Promise<void> {
  const example = await startExample({ port: 0, folder, log })
  const token = handedOut((await example.mint('n-1')).token)
  const headers = { authorization: `Bearer ${token}` }
  const note = new URL('/notes/n-1', example.url)
  if ((await ask(note, { headers })).status !== 200) throw new Error('the note did not come')
  await ask(note, { method: 'PUT', headers, body: 'Feed both cats.' })
  await ask(note)
  await ask(new URL('/notes/n-2', example.url), { headers })
  await ask(note, { headers: { 'x-hallpass-token': token } })
  await askWrongly(example.url, token)
  await example.stop()
}
