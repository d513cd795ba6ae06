/** Looks again and again, from the first hint on until it is stopped. */
export interface Looks {
  /** Looks as soon as it may. */
  hint(): void
  stop(): void
}

/** How to look, and how often. Times are milliseconds. */
export interface LooksOptions {
  readonly look: () => Promise<string>
  /** Between two looks without a hint. Twice as long after each look that failed, up to half a minute. */
  readonly interval: number
  /** Between two looks at least, whoever hints. */
  readonly gap: number
  readonly onError: (error: unknown) => void
  readonly schedule: Schedule
}

/** Calls back once after so many milliseconds, unless the answer is called before. */
export type Schedule = (work: () => void, milliseconds: number) => () => void

/** Never two looks at once. `found` hears what each look found. */
export function createLooks(options: LooksOptions, found: (what: string) => void): Looks {
  const { look, interval, gap, onError, schedule } = options
  let phase: 'stopped' | 'looking' | 'gap' | 'rest' = 'stopped'
  let [wanted, hinted, failures] = [false, false, 0]
  let cancel = () => {}

  async function lookNow(): Promise<void> {
    phase = 'looking'
    hinted = false
    const what = await look().catch(failed)
    if (what !== undefined) failures = 0
    if (what !== undefined && wanted) found(what)
    then('gap', () => (hinted && failures === 0 ? lookNow() : rest()), gap)
  }

  function failed(error: unknown): undefined {
    failures += 1
    onError(error)
  }

  function rest(): void {
    const doubled = Math.min(interval * 2 ** failures, LONGEST_REST)
    then('rest', lookNow, Math.max(interval, doubled) - gap)
  }

  function then(next: 'gap' | 'rest', work: () => void, milliseconds: number): void {
    phase = wanted ? next : 'stopped'
    if (wanted) cancel = schedule(work, milliseconds)
  }

  return {
    hint() {
      wanted = true
      hinted = true
      if (phase === 'rest' && failures === 0) cancel()
      if (phase === 'stopped' || (phase === 'rest' && failures === 0)) void lookNow()
    },
    stop() {
      wanted = false
      cancel()
      if (phase !== 'looking') phase = 'stopped'
    },
  }
}

const LONGEST_REST = 30_000
