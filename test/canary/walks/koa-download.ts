import { join } from 'node:path'
import { startExample } from '../../../examples/koa-download/src/example.js'
import type { Asked, Walking } from '../walking.js'

/** The link is opened and its file taken, and asked for again. */
export async function koaDownload({ folder, log, ask, askForToken, handedOut, askWrongly }: Walking): Promise<void> {
  const example = await startExample({ port: 0, database: join(folder, 'tokens.db'), log })
  const link = await example.invite('2026-10')
  const token = handedOut(link.searchParams.get('t') ?? '')
  let page: Asked | undefined
  await askForToken(link, {}, (asked) => {
    page = asked
    return /name="t" value="(\w+)"/.exec(asked.text)?.[1] ?? ''
  })
  const proof = /name="confirm" value="([\w-]+)"/.exec(page?.text ?? '')?.[1] ?? ''
  const cookie = page?.headers.get('set-cookie')?.split(';')[0] ?? ''
  const body = new URLSearchParams({ t: token, confirm: proof })
  const press = () => ask(new URL(link.pathname, link), { method: 'POST', headers: { cookie }, body })
  await ask(link, { method: 'POST', body })
  await ask(link, { method: 'HEAD' })
  if ((await press()).status !== 200) throw new Error('the file did not come')
  await press()
  await ask(link, { headers: { accept: 'text/html', 'sec-fetch-mode': 'navigate' } })
  await askWrongly(example.url, token)
  await example.stop()
}
