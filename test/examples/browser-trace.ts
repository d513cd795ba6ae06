import type { BrowserContext, Page } from 'playwright-core'

/** A request that a browser sent, as it went over the wire. */
export interface TracedRequest {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
}

/** Records what a browser sends from now on. Gives it, in its order, once all of it was answered. */
export function traceRequests(context: BrowserContext): () => Promise<readonly TracedRequest[]> {
  const sent: Promise<TracedRequest>[] = []
  context.on('request', (request) => {
    const traced = async () => ({
      method: request.method(),
      url: request.url(),
      headers: await request.response().then(() => request.allHeaders()),
    })
    sent.push(traced())
  })
  return () => Promise.all(sent)
}

/** What a page and its browser remember of where they were: session history, its state, storage and cookies. */
export async function memoryOf(page: Page): Promise<Memory> {
  const devtools = await page.context().newCDPSession(page)
  const { entries } = await devtools.send('Page.getNavigationHistory')
  return {
    addresses: entries.map(({ url }) => url),
    ofPage: await page.evaluate(() =>
      JSON.stringify([history.state, location.href, document.referrer, { ...sessionStorage }, { ...localStorage }]),
    ),
    ofContext: JSON.stringify(await page.context().storageState()),
  }
}

export interface Memory {
  /** The addresses in the session history, oldest first. */
  readonly addresses: readonly string[]
  /** `history.state`, `location`, `document.referrer` and storage, as JSON. */
  readonly ofPage: string
  /** Cookies and storage of all origins, as JSON. */
  readonly ofContext: string
}
