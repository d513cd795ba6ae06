/** What is done in rounds, and when. */
export interface RoundsOptions {
  /** One round. One that rejects, or is under way for a whole delay, has failed. */
  readonly round: () => Promise<void>
  /** Milliseconds until the next round. */
  readonly delay: () => number
  /** So many failures in turn end the rounds. */
  readonly failures: number
  /** Hears that they ended so. */
  readonly onFailed: () => void
}

/** Goes round at once and then again and again, never two at once, until the answer is called. Holds no process open. */
export function startRounds({ round, delay, failures: most, onFailed }: RoundsOptions): () => void {
  let [over, underWay, failures] = [false, false, 0]
  let timer: NodeJS.Timeout | undefined

  function tick(): void {
    if (underWay) failed()
    else void goRound()
    schedule()
  }

  async function goRound(): Promise<void> {
    underWay = true
    await round().then(succeeded, failed)
    underWay = false
    schedule()
  }

  function succeeded(): void {
    failures = 0
  }

  function failed(): void {
    failures += 1
    if (failures < most || over) return
    stop()
    onFailed()
  }

  function schedule(): void {
    clearTimeout(timer)
    if (over) return
    timer = setTimeout(tick, delay())
    timer.unref()
  }

  function stop(): void {
    over = true
    clearTimeout(timer)
  }

  tick()
  return stop
}
