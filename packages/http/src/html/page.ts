import { type Html, html, htmlText } from './html.js'
import { STYLE_SOURCE, STYLESHEET } from './stylesheet.js'

/** An answer that is a page, as an adapter sends it. */
export interface PageAnswer {
  readonly status: number
  /** Names are lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** What a page says, and in which language. */
export interface PageContent {
  /** The heading, and the name of the tab. */
  readonly title: string
  readonly content: Html
  /** The language of title and content, a BCP 47 tag. Default `en`. */
  readonly lang: string | undefined
  /** Default `auto`: as the first letter of title and content is read. */
  readonly dir?: 'auto' | 'ltr'
}

/** A page that runs no script, loads nothing, is framed by nobody, is kept by no cache, and tells no other site its address. */
export function page(status: number, said: PageContent): PageAnswer {
  return { status, headers: PAGE_HEADERS, body: htmlText(layout(said)) }
}

function layout({ title, content, lang = 'en', dir = 'auto' }: PageContent): Html {
  return html`<!doctype html>
<html lang="${lang}" dir="${dir}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLESHEET}</style>
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`
}

const PAGE_HEADERS = Object.freeze({
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src ${STYLE_SOURCE}; form-action 'self'; frame-ancestors 'none'; base-uri 'none'`,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'x-robots-tag': 'noindex',
})
