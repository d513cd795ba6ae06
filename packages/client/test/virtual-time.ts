/** A clock that stands still until it is advanced, and the sleep that goes with it. */
export function virtualTime() {
  let time = 0
  const sleepers = new Set<{ readonly at: number; readonly wake: () => void }>()
  return {
    now: () => time,
    sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        const sleeper = { at: time + milliseconds, wake: resolve }
        sleepers.add(sleeper)
        signal.addEventListener('abort', () => {
          sleepers.delete(sleeper)
          reject(signal.reason)
        })
      })
    },
    /** Runs the clock up to a moment, waking each sleeper at its own. */
    async advanceTo(moment: number): Promise<void> {
      await settled()
      for (let next = earliest(); next && next.at <= moment; next = earliest()) {
        time = next.at
        sleepers.delete(next)
        next.wake()
        await settled()
      }
      time = moment
    },
    sleeping: () => sleepers.size,
  }

  function earliest() {
    return [...sleepers].sort((a, b) => a.at - b.at)[0]
  }
}

/** Resolves when everything that waits for no time has run: bodies of responses are read in macrotasks too. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve))
}
