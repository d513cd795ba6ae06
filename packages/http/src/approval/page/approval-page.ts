import { type Html, html } from '../../html/html.js'
import { type PageAnswer, page } from '../../html/page.js'
import { STYLE_SOURCE } from '../../html/stylesheet.js'
import { PRIVATE_HEADERS } from '../approval-answer.js'

/**
 * A page of the approval routes without script: a refusal, which says what to do and stays as it is. It is read from left to
 * right: whoever asks for approval chooses the title, and a letter of theirs must not turn the numbers on the page around.
 */
export function approvalPage({ title, content }: { readonly title: string; readonly content: Html }): PageAnswer {
  const { status, headers, body } = page(200, { title, content, lang: undefined, dir: 'ltr' })
  return { status, headers: { ...PRIVATE_HEADERS, ...headers, ...OWN_HEADERS }, body }
}

/** What a page says that keeps itself up to date. */
export interface LivePage {
  readonly title: string
  /** The operator's name. */
  readonly by: string
  /** The way to where the routes are mounted. */
  readonly root: string
  readonly content: Html
  /** Differs where the content differs in more than the time that is left. */
  readonly digest: string
  /** Said to those who do not see the content change. */
  readonly says: string
}

/**
 * A page whose content the script takes from the server again when the list of what waits has changed. It works without the
 * script, too. What is said to screen readers stands outside of the content, so that it is heard.
 */
export function livePage({ title, by, root, content, digest, says }: LivePage): PageAnswer {
  const live = html`<link rel="stylesheet" href="${root}approvals.css">
<script type="module" src="${root}approvals.js"></script>
<div data-shown="${digest}" data-says="${says}" tabindex="-1">
${content}
</div>
<p id="said" role="status" aria-live="polite"></p>
<p class="quiet">You are signed in as ${by}. <noscript>Load this page again to see what is new.</noscript></p>`
  return approvalPage({ title, content: live })
}

/**
 * Script and styles come from the routes alone. The page's own address is told to its own site, so that browsers put their
 * `Origin` into what its forms post.
 */
const OWN_HEADERS = {
  'content-security-policy': [
    "default-src 'none'",
    `style-src ${STYLE_SOURCE} 'self'`,
    "script-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'same-origin',
}
