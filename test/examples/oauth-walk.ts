import { dirname } from 'node:path'
import type { Browser } from 'playwright-core'
import { type Memory, memoryOf, type TracedRequest, traceRequests } from './browser-trace.js'
import { type CurlAnswer, curlLines, runCurl, type TriedLine, tryLines } from './curl-lines.js'
import { allow, connect, openDeadLink, openLink, signIn } from './oauth-pages.js'
import type { StartedExample } from './started-example.js'
import { bytesIn } from './temporary-database.js'

/** Everything that was seen on the way of somebody who starts the demo, tries its lines, connects, and comes back. */
export interface OAuthWalk {
  readonly link: string
  readonly token: string
  /** The folder of the tokens. */
  readonly folder: string
  /** The printed lines, and what they were answered while the flow was open. */
  readonly tried: readonly TriedLine[]
  /** What was remembered when the connect page had read its link. */
  readonly opened: Memory
  /** What the application said after the provider. */
  readonly outcome: string
  /** What was remembered then. */
  readonly connected: Memory
  /** What the link says then. */
  readonly deadLink: string
  /** What the first line is answered then. */
  readonly deadToken: CurlAnswer
  /** What the browser complained of until then, such as a script that the page's policy forbids. */
  readonly complaints: readonly string[]
  readonly requests: readonly TracedRequest[]
  /** What was printed after the instructions. */
  readonly log: string
  /** The bytes of the database and of the files beside it. */
  readonly database: Buffer
}

/** The last line of the instructions. */
export const INSTRUCTIONS_END = /gets 401 token_revoked\.\n/

/** Walks the whole way. */
export async function walkOAuthFlow(example: StartedExample, browser: Browser): Promise<OAuthWalk> {
  const instructions = example.printed()
  const link = found(instructions, /^ *(http\S+\/connect\?\S+)$/m)
  const folder = dirname(found(instructions, /Tokens are in (\S+)/))
  const tried = await tryLines(curlLines(instructions))

  const context = await browser.newContext()
  const requests = traceRequests(context)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  await openLink(page, link)
  const opened = await memoryOf(page)
  await connect(page)
  await signIn(page, 'Ada')
  const outcome = await allow(page)
  const connected = await memoryOf(page)
  const deadLink = await openDeadLink(await context.newPage(), link)
  const deadToken = await runCurl(tried[0] ?? { command: 'false' })
  await example.prints(/flow f-17 connected/)

  return {
    ...{ link, token: found(link, /t=(.*)/), folder, tried, opened, outcome, connected, deadLink, deadToken },
    complaints,
    requests: await requests(),
    log: example.printed().slice(instructions.length),
    database: bytesIn(folder),
  }
}

function found(text: string, pattern: RegExp): string {
  const [, part] = pattern.exec(text) ?? []
  if (part === undefined) throw new Error(`expected ${pattern} in ${text}`)
  return part
}
