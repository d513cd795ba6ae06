import { defineScope } from '@hallpass/core'

/** How many hand-offs may be under way at once. */
export interface HandOffLimits {
  readonly total: number
  /** Of one worker: one that hangs cannot use up the places of the others. */
  readonly perWorker: number
}

/** What {@link defineHandOff} makes. */
export type HandOffScope = ReturnType<typeof defineHandOff>

/** The right to take over one connection: no URL opens for it, and only the worker that it names can present it, once. */
export function defineHandOff({ total, perWorker }: HandOffLimits = { total: 1024, perWorker: 64 }) {
  return defineScope({
    name: 'hand_off',
    routes: 'none',
    uses: 1,
    maxTtl: '30s',
    maxLive: { total, perSubject: perWorker },
    bindings: ['worker'],
  })
}
