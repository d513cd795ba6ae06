import { waitForApproval } from '@hallpass/client'
import { type Command, spelled } from '../command.js'

/** Where the agent asks, and how it is known there. */
export interface Desk {
  readonly url: URL
  readonly key: string
  /** Takes what the agent does and hears, line by line. */
  readonly log: (line: string) => void
}

/** How a command went: what it printed, or the code with which it was refused. */
export type Ending = { readonly output: string } | { readonly refused: string }

/** A token that waits for approval, and what it is for. */
export interface AskedFor {
  readonly command: Command
  readonly commandId: string
  readonly token: string
}

/** Asks for a command. What comes back opens nothing before an operator has approved it. */
export async function askFor({ url, key }: Desk, command: Command, ttl: string): Promise<AskedFor> {
  const answer = await fetch(new URL('/commands', url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-agent-key': key },
    body: JSON.stringify({ command, ttl }),
  })
  if (!answer.ok) throw new Error(`asking for a command was answered ${answer.status}`)
  return { command, ...((await answer.json()) as Omit<AskedFor, 'command'>) }
}

/** Sends the one request that the token is for. Asked again while the token waits, it runs as soon as it is approved. */
export async function run({ url, key }: Desk, asked: AskedFor, signal?: AbortSignal): Promise<Response> {
  return fetch(new URL(`/commands/${asked.commandId}/run`, url), {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-agent-key': key, 'x-hallpass-token': asked.token },
    body: JSON.stringify({ command: asked.command }),
    ...(signal && { signal }),
  })
}

/** Asks for a command, waits for the decision, and tells how it went. */
export async function askToRun(desk: Desk, command: Command, ttl = '5m'): Promise<Ending> {
  const asked = await askFor(desk, command, ttl)
  desk.log(`asks to run: ${spelled(command)}`)
  const ending = await endingOf(await waitForApproval((signal) => run(desk, asked, signal)))
  desk.log('output' in ending ? `it ran, and printed: ${ending.output}` : `it did not run: ${ending.refused}`)
  if ('output' in ending) await tryAgain(desk, asked)
  return ending
}

/** What was approved was approved once. */
async function tryAgain(desk: Desk, asked: AskedFor): Promise<void> {
  const again = await endingOf(await run(desk, asked))
  desk.log('output' in again ? 'it ran a second time!' : `a second time it does not run: ${again.refused}`)
}

/** Reads the route's own answer, or a refusal. */
export async function endingOf(answer: Response): Promise<Ending> {
  const body = (await answer.json()) as { readonly output: string; readonly code: string }
  return answer.ok ? { output: body.output } : { refused: body.code }
}
