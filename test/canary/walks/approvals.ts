import { join } from 'node:path'
import { startExample } from '../../../examples/approvals/src/example.js'
import type { Walking } from '../walking.js'

/** An agent asks twice; the operator approves the one and denies the other. */
export async function approvals({ folder, log, ask, askForToken, askWrongly }: Walking): Promise<void> {
  const example = await startExample({ port: 0, database: join(folder, 'tokens.db'), log })
  const at = (path: string) => new URL(path, example.url)
  const agent = { 'content-type': 'application/json', 'x-agent-key': example.agentKey }
  const signedIn = await ask(at('/sign-in'), {
    method: 'POST',
    body: new URLSearchParams({ password: example.password }),
  })
  const operator = { cookie: signedIn.headers.get('set-cookie')?.split(';')[0] ?? '' }
  for (const decision of ['approve', 'deny']) {
    const body = JSON.stringify({ command: ['node', '-p', '6 * 7'] })
    let commandId = ''
    const token = await askForToken(at('/commands'), { method: 'POST', headers: agent, body }, ({ text }) => {
      commandId = JSON.parse(text).commandId
      return JSON.parse(text).token
    })
    const headers = { ...agent, 'x-hallpass-token': token }
    const run = () => ask(at(`/commands/${commandId}/run`), { method: 'POST', headers, body })
    await run()
    const waiting = JSON.parse((await ask(at('/approvals'), { headers: operator })).text).pending[0]
    const page = { headers: { ...operator, accept: 'text/html' } }
    await ask(at('/approvals'), page)
    await ask(at(`/approvals/${waiting.id}`), page)
    const decided = await ask(at(`/approvals/${waiting.id}/${decision}`), {
      ...{ method: 'POST', headers: { ...operator, 'content-type': 'application/json' } },
      body: JSON.stringify({ revision: waiting.revision, note: 'seen' }),
    })
    if (decided.status !== 200) throw new Error(`it was not decided: ${decided.text}`)
    await run()
    await run()
    await ask(at('/approvals'), { headers: { ...operator, authorization: `Bearer ${token}` } })
    await askWrongly(example.url, token)
  }
  await example.stop()
}
