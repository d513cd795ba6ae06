import { join } from 'node:path'
import { startExample } from '../../../examples/express-oauth-flow/src/example.js'
import type { Walking } from '../walking.js'

/** The page's requests, until the provider's door: what a browser does behind it is walked in test/examples. */
export async function expressOAuthFlow({ folder, log, ask, handedOut, askWrongly }: Walking): Promise<void> {
  const example = await startExample({ port: 0, providerPort: 0, database: join(folder, 'tokens.db'), log })
  const { flow, minted, link } = await example.invite()
  const token = handedOut(minted.token)
  const headers = { authorization: `Bearer ${token}` }
  const path = new URL(`/api/oauth/flows/${flow.id}`, example.url)
  await ask(link.replace(/#.*/, ''))
  if ((await ask(path, { headers })).status !== 200) throw new Error('the flow did not open')
  const started = await ask(`${path}/start`, { method: 'POST', headers })
  await ask(JSON.parse(started.text).authorizationUrl)
  await ask(new URL('/api/oauth/flows/f-other', example.url), { headers })
  await ask(path, { headers: { ...headers, accept: 'text/html', 'sec-fetch-mode': 'navigate' } })
  await ask(new URL(`/oauth/callback?state=${token}`, example.url))
  await askWrongly(example.url, token)
  await example.stop()
}
