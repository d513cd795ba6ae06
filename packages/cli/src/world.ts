/** Where a command reads from and writes to: the process in `bin.ts`, a stage of its own in tests. */
export interface World {
  /** The words behind the program's name. */
  readonly words: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly stdin: Input
  readonly stdout: Output
  readonly stderr: Output
  /** Aborted when the command is to stop: by a signal, or because nobody reads its output any more. */
  readonly signal: AbortSignal
  /** The name of the user that the process belongs to. */
  readonly userName: () => string
  readonly now: () => number
  /** With what the process ends once nothing is left to do. */
  readonly setExitCode: (code: number) => void
}

/** What is read. */
export interface Input extends AsyncIterable<Uint8Array | string> {
  readonly isTTY?: boolean
}

/** What is written to. */
export interface Output {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string, written: (error?: Error | null) => void): unknown
}
