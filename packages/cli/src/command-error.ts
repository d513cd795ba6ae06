import type { Exit } from './exit-codes.js'

/** Ends a command, with one line for people. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exit: Exit

  constructor(exit: Exit, message: string, options?: { readonly cause?: unknown }) {
    super(message, options)
    this.exit = exit
  }
}

/** The command was told to stop: by a signal, or because nobody reads its output any more. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError'
  /** What the world's signal was aborted with. */
  readonly reason: unknown

  constructor(reason: unknown) {
    super('interrupted')
    this.reason = reason
  }
}
