import { createHash } from 'node:crypto'
import { html, htmlText } from './html.js'

/** How the pages look: readable at 320 pixels, by keyboard, and in the dark. The contrast of text is 7 to 1 or more. */
export const STYLESHEET = html`
:root { color-scheme: light dark; --text: #1a1a1a; --quiet: #4d4d4d; --ground: #fff; --accent: #0842a0; --on-accent: #fff }
@media (prefers-color-scheme: dark) {
  :root { --text: #eee; --quiet: #bdbdbd; --ground: #161616; --accent: #a8c7fa; --on-accent: #062e6f }
}
* { box-sizing: border-box }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--ground) }
main { max-width: 34rem; margin: 0 auto; padding: 10vh 1rem 2rem; overflow-wrap: anywhere }
h1 { margin: 0 0 1rem; font-size: 1.5rem; line-height: 1.25 }
p { margin: 0 0 1rem }
small { color: var(--quiet); font-size: .875rem }
button { min-height: 2.75rem; max-width: 100%; padding: .5rem 1.25rem; border: 0; border-radius: .375rem; cursor: pointer;
  font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent) }
:focus-visible { outline: 3px solid var(--text); outline-offset: 3px }
`

/** What a Content-Security-Policy says to let this one stylesheet in, and no other. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(htmlText(STYLESHEET)).digest('base64')}'`
