import type { Example } from './example.js'

/** What somebody reads who starts the example. */
export function instructions({ url }: Example, place: string, link: URL): string {
  const form = `-d t=${link.searchParams.get('t')}`
  return `
The download runs at ${url.origin}.
Tokens are in ${place} while it runs; stop it with Ctrl+C.

This is the link that a mail would carry. Do first what mail scanners do; none of it uses the link up:

  # look at the page: 200
  curl -i '${link}'

  # ask for the headers only: 200
  curl -I '${link}'

  # send the form, without the cookie of somebody who was shown it: 403
  curl -i ${form} '${url}downloads/2026-10'

Then open it in a browser, press the button, and press it again: the file comes once.

  ${link}
`
}
