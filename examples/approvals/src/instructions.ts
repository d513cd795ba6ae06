import type { Example } from './example.js'

/** What somebody reads who starts the example. */
export function instructions({ url, password }: Example, place: string): string {
  return `
An agent is about to ask for commands. You are the operator, and decide at

  ${new URL('/approvals', url)}

  password: ${password}

Tokens are in ${place} while it runs; stop it with Ctrl+C.

Approve the first command, deny the second, and leave the third alone for half a minute. Leave the page open meanwhile: it
shows by itself what arrives.
`
}
