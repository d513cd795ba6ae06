import type { ShowAnswer } from '../../answer.js'
import { type Html, html } from '../../html/html.js'
import type { ShownToken } from '../shown-token.js'
import { livePage } from './approval-page.js'
import { moment, timeLeft } from './time-left.js'
import { titleOf } from './title-of.js'
import { visibleText } from './visible-text.js'

/** What the page of all that waits shows. */
export interface PendingPageFacts {
  readonly tokens: readonly ShownToken[]
  /** Whether there are more than these. */
  readonly more: boolean
  readonly digest: string
  readonly by: string
  readonly root: string
}

/** The page of all that waits for approval. What each one opens, and the decision, are on its own page. */
export function pendingPage({ tokens, more, digest, by, root }: PendingPageFacts): ShowAnswer {
  const title = titleFor(tokens.length, more)
  const items = tokens.map((token) => item(token, root))
  const list =
    items.length > 0
      ? html`<ul class="requests">\n${items}</ul>`
      : html`<p>New requests show up here by themselves.</p>`
  const rest = more ? html`<p>More wait than are listed: these are the oldest.</p>` : undefined
  const page = livePage({ title, by, root, digest, content: html`${list}\n${rest}`, says: `${title}.` })
  return { kind: 'show', setCookie: undefined, ...page }
}

function titleFor(count: number, more: boolean): string {
  if (more) return `More than ${count} requests wait for approval`
  if (count === 0) return 'Nothing waits for approval'
  return count === 1 ? '1 request waits for approval' : `${count} requests wait for approval`
}

function item(token: ShownToken, root: string): Html {
  const { id, createdBy, createdAt, timeLeft: left } = token
  return html`<li>
<h2><a href="${root}${id}">${titleOf(token)}</a></h2>
<p>Asked by <b>${visibleText(createdBy ?? 'nobody')}</b>, ${moment(createdAt)}. ${timeLeft(left)} left.</p>
</li>
`
}
