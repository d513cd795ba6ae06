import { orAborted } from './or-aborted.js'
import { retryAfter } from './retry-after.js'

/** Sends the request that waits for approval. The signal aborts when the wait is over without a decision. */
export type Ask = (signal: AbortSignal) => Promise<Response>

/** What one question brought. `hint` is the server's wish in milliseconds, `cause` why a failed one brought nothing. */
export type Answer =
  | { readonly kind: 'decided'; readonly response: Response; readonly hint?: undefined }
  | { readonly kind: 'pending' | 'failed'; readonly hint: number | undefined; readonly cause?: unknown }

/** Asks once. Rejects when the signal aborts, also if `ask` does not heed it. */
export async function question(ask: Ask, signal: AbortSignal): Promise<Answer> {
  signal.throwIfAborted()
  return orAborted(askOnce(ask, signal), signal)
}

async function askOnce(ask: Ask, signal: AbortSignal): Promise<Answer> {
  let response: Response
  try {
    response = await ask(signal)
  } catch (cause) {
    // A fetch that got no answer rejects with a TypeError, whatever the reason.
    if (cause instanceof TypeError) return { kind: 'failed', hint: undefined, cause }
    throw cause
  }
  return read(response)
}

async function read(response: Response): Promise<Answer> {
  const hint = retryAfter(response.headers)
  if (response.status === 429 || response.status >= 500) {
    letGoOf(response)
    return { kind: 'failed', hint, cause: `the last answer had the status ${response.status}` }
  }
  return (await isPending(response)) ? { kind: 'pending', hint } : { kind: 'decided', response }
}

/** Nobody reads the body, so its connection is given back. One that broke, or that `ask` reads, cannot be: the status stands. */
function letGoOf({ body }: Response): void {
  body?.cancel().catch(() => undefined)
}

/** A body that cannot be read is no promise that waiting helps: it is the answer. */
async function isPending(response: Response): Promise<boolean> {
  if (response.status !== 403 || !/\bjson\b/i.test(response.headers.get('content-type') ?? '')) return false
  try {
    const problem: unknown = await response.clone().json()
    return typeof problem === 'object' && problem !== null && 'code' in problem && problem.code === 'approval_pending'
  } catch {
    return false
  }
}
