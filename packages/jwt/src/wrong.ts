import { HallpassError } from '@hallpass/core'

/** An option that is wrong; the text says what was expected and what came. */
export function wrong(text: string, options?: { readonly cause?: unknown }): HallpassError {
  return new HallpassError('ERR_OPTIONS', text, options)
}
