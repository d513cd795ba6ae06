import { type Answer, type Ask, question } from './question.js'
import { readWaitOptions, type WaitOptions } from './wait-options.js'

/**
 * Asks again and again until the request of a token that waits for approval is decided, and resolves to the answer that
 * decides it: the route's own, or the refusal (denied, expired, revoked, …).
 *
 * Asked again is what is refused as `approval_pending`, no sooner than the server's `Retry-After` says; a 429, a 5xx and a
 * network that fails, with twice the time before each. All times have up to a fifth added by chance, so that many who
 * wait do not ask in step. Any other answer is a decision, and any other error of `ask` is passed on.
 *
 * `ask` sends the request itself: approved, it takes effect, so it must be one that may be repeated after a 5xx.
 * @throws RangeError for a time that is not one; a `TimeoutError` when the next question would come after the timeout, or
 * the last one got no answer until then; the signal's reason when it aborts
 */
export async function waitForApproval(ask: Ask, options: WaitOptions = {}): Promise<Response> {
  const wait = readWaitOptions(options)
  const deadline = startDeadline(wait)
  try {
    for (let failures = 0; ; ) {
      const answer = await question(ask, deadline.signal)
      if (answer.kind === 'decided') return answer.response
      failures = answer.kind === 'failed' ? failures + 1 : 0
      const delay = delayAfter(answer, failures, wait)
      if (wait.now() + delay >= deadline.at) throw timedOut(wait.timeout, answer.cause)
      await wait.sleep(delay, deadline.signal)
    }
  } finally {
    deadline.stop()
  }
}

export type { Ask, WaitOptions }

type Wait = ReturnType<typeof readWaitOptions>

/** The signal outlives the wait, since the body of the answer hangs on it: stopped, it aborts by the caller's signal only. */
function startDeadline({ timeout, signal, sleep, now }: Wait) {
  const late = new AbortController()
  const over = new AbortController()
  const stopped = () => undefined
  sleep(timeout, over.signal).then(() => late.abort(timedOut(timeout)), stopped)
  return {
    at: now() + timeout,
    signal: signal ? AbortSignal.any([signal, late.signal]) : late.signal,
    stop: () => over.abort(),
  }
}

function delayAfter(answer: Answer, failures: number, { interval, maxInterval, random }: Wait): number {
  const own = Math.min(interval * 2 ** failures, maxInterval)
  const hint = answer.hint === undefined ? undefined : Math.max(answer.hint, SHORTEST_HINT)
  const delay = answer.kind === 'failed' ? Math.max(hint ?? 0, own) : (hint ?? own)
  return delay * (1 + random() / 5)
}

/** A hint of 0 would be a loop without a pause. */
const SHORTEST_HINT = 1000

function timedOut(timeout: number, cause?: unknown): Error {
  const error = new Error(`no decision within ${timeout} ms`, { cause })
  error.name = 'TimeoutError'
  return error
}
