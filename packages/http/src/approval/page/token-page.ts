import type { ShowAnswer } from '../../answer.js'
import { type Html, html } from '../../html/html.js'
import type { ShownToken } from '../shown-token.js'
import { livePage } from './approval-page.js'
import { decisionForms } from './decision-forms.js'
import { timeLeft } from './time-left.js'
import { titleOf } from './title-of.js'
import { tokenFacts } from './token-facts.js'

/** What the page of one token shows. */
export interface TokenPageFacts {
  readonly token: ShownToken
  readonly by: string
  readonly root: string
}

/** The page of one token: everything that is decided on, and the forms that decide. */
export function tokenPage({ token, by, root }: TokenPageFacts): ShowAnswer {
  const { status, revision, timeLeft: left } = token
  const content = html`<p class="status">${STATUS[status]}${status === 'pending' ? html` ${timeLeft(left)} left.` : undefined}</p>
${tokenFacts(token)}
${status === 'pending' ? decisionForms(token, by, root) : undefined}
${back(root)}`
  const digest = `${revision}.${status}`
  const page = livePage({ title: titleOf(token), by, root, digest, content, says: STATUS[status] })
  return { kind: 'show', setCookie: undefined, ...page }
}

function back(root: string): Html {
  return html`<p><a href="${root}">See what waits for approval</a></p>`
}

const STATUS: Readonly<Record<ShownToken['status'], string>> = {
  pending: 'Waits for approval.',
  active: 'Approved.',
  consumed: 'Approved, and used up.',
  denied: 'Denied.',
  revoked: 'Revoked.',
  expired: 'Expired.',
}
