import type { TokenService } from '@hallpass/core'
import { onClosed } from './closed-here.js'
import { startRounds } from './rounds.js'
import { createTokenLine, type StreamEnd, type TokenLine } from './token-line.js'
import { readWatchOptions, refuseWrongWatch, type WatchOptions, type WatchSettings } from './watch-options.js'

/**
 * Watches the token of an open stream, and calls back once when the stream must end: the token, or one that it was minted
 * within, was revoked or denied; its record is gone before its time; it expired, where that is asked for; or the store could
 * not be asked several times in turn. What a service of this process revokes is heard at once, and what another does at the
 * next look.
 *
 * A use closes a single-use token for good, and nobody can revoke it then: mint tickets `within` the token of whoever takes
 * them, whose revocation ends their streams. Where nothing can be revoked any more, the watch ends without a word.
 *
 * The answer stops the watch, as the signal does; call it when the stream closes. No timer holds the process open.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function watchToken(
  service: TokenService,
  id: string,
  onEnd: (end: StreamEnd) => void,
  options: WatchOptions = {},
): () => void {
  refuseWrongWatch(service, id, onEnd)
  const settings = readWatchOptions(options)
  const { signal } = settings
  const letGo: (() => void)[] = []
  let over = signal?.aborted === true

  /** What throws in the application's callback keeps nobody else from hearing. */
  function end(how: StreamEnd): void {
    if (over) return
    stop()
    queueMicrotask(() => onEnd(how))
  }

  function stop(): void {
    over = true
    signal?.removeEventListener('abort', stop)
    for (const one of letGo.splice(0)) one()
  }

  /** A look that is under way when the watch stops still finds tokens. */
  function hold(release: () => void): void {
    if (over) release()
    else letGo.push(release)
  }

  if (over) return stop
  signal?.addEventListener('abort', stop)
  const line = createTokenLine(service, id, settings.now, (found) => hold(onClosed(found, end)))
  hold(startLooks(line, settings, end, stop))
  return stop
}

/** Looks at once, and then again and again, until the stream ends or the answer is called. */
function startLooks(
  line: TokenLine,
  { interval, failures, untilExpiry, now, random }: WatchSettings,
  end: (how: StreamEnd) => void,
  settled: () => void,
): () => void {
  const isOver = () => untilExpiry && !(now() < line.expiresAt())
  return startRounds({
    failures,
    onFailed: () => end(isOver() ? 'expired' : 'unwatched'),
    delay() {
      const left = untilExpiry ? Math.max(line.expiresAt() - now(), 1) : Number.POSITIVE_INFINITY
      return Math.min(interval * (1 + random() / 5), left)
    },
    async round() {
      const found = isOver() ? 'expired' : await line.look()
      if (found !== 'open' && found !== 'settled') end(found)
      else if (isOver()) end('expired')
      else if (found === 'settled' && !untilExpiry) settled()
    },
  })
}
