import type { Example } from './example.js'

/** What somebody reads who starts the example. */
export function instructions({ url }: Example, id: string, token: string): string {
  const bearer = `-H 'Authorization: Bearer ${token}'`
  return `
nginx stands at ${url.origin}, before an application in Python, and asks the gate about each request.
Token ${id} is for note n-1. Stop it all with Ctrl+C.

  # the note: 200
  curl -i ${bearer} '${url}notes/n-1'

  # change it: 200
  curl -i -X PUT -d 'Feed both cats.' ${bearer} '${url}notes/n-1'

  # without a token: 401
  curl -i '${url}notes/n-1'

  # another note: 403
  curl -i ${bearer} '${url}notes/n-2'

  # another note, by a path that nginx itself would make /notes/n-2: 403
  curl -i --path-as-is ${bearer} '${url}notes/n-1/../n-2'

  # another note, while a header says that it is n-1: 403
  curl -i ${bearer} -H 'X-Original-URI: /notes/n-1' '${url}notes/n-2'
`
}
