import { HallpassError } from '@hallpass/core'

/** Asks again where others were first too often, as whoever is told so does: nothing has happened then. */
export async function insisting<T>(ask: () => Promise<T>): Promise<T> {
  for (;;)
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof HallpassError && error.code === 'ERR_CONTENTION')) throw error
    }
}
