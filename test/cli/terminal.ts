import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, onTestFinished } from 'vitest'

/** A terminal of its own, with one program in it. */
export interface Terminal {
  /** Types keys, by tmux's names for them. */
  type(...keys: readonly string[]): Promise<void>
  /** What the screen shows; with its colours, where that is asked for. */
  screen(look?: 'colours'): Promise<string>
  /** Waits until the screen shows something, and answers the screen. */
  shows(text: string | RegExp): Promise<string>
  /** Waits until the program has ended, and answers what it left on the screen. */
  left(): Promise<string>
  /** All that was written to the terminal, also what is gone from its screen. */
  written(): string
}

/** How large the terminal is, and what the program finds in its environment. */
export interface TerminalOptions {
  readonly columns: number
  readonly env?: Readonly<Record<string, string>>
}

/** Starts a program in a server of tmux that belongs to this test alone. */
export async function openTerminal(
  tmux: string,
  cwd: string,
  words: readonly string[],
  { columns, env = {} }: TerminalOptions,
): Promise<Terminal> {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-tmux-'))
  const settings = join(folder, 'settings')
  writeFileSync(settings, 'set -g status off\n')
  const ask = async (...question: readonly string[]) => {
    const options = {
      cwd,
      env: { PATH: process.env['PATH'], TERM: 'xterm-256color', LC_ALL: 'C.UTF-8', SHELL: '/bin/sh' },
    }
    return (await promisify(execFile)(tmux, ['-S', join(folder, 'socket'), '-f', settings, ...question], options))
      .stdout
  }
  onTestFinished(async () => {
    await ask('kill-server')
    rmSync(folder, { recursive: true, force: true })
  })
  const record = join(folder, 'record')
  const variables = Object.entries(env).flatMap(([name, value]) => ['-e', `${name}=${value}`])
  await ask(
    '-u',
    'new-session',
    '-d',
    '-x',
    String(columns),
    '-y',
    '40',
    ...variables,
    'sh',
    '-c',
    TELLS_ITS_END,
    'sh',
    ...words,
    ';',
    'pipe-pane',
    `cat > ${record}`,
  )
  const screen = (look?: 'colours') => ask('capture-pane', '-p', '-S', '-', ...(look ? ['-e'] : []))
  const shows = async (text: string | RegExp) => {
    await expect.poll(() => screen(), { timeout: 100_000, interval: 50 }).toMatch(text)
    return screen()
  }
  return {
    type: async (...keys) => void (await ask('send-keys', ...keys)),
    screen,
    shows,
    written: () => readFileSync(record, 'utf8'),
    left: async () => (await shows(/^ended with /m)).replace(/\n{2,}/g, '\n'),
  }
}

/**
 * Runs a program and tells its exit code, 128 and more for a signal; the shell outlives Ctrl-C. tmux has a message of its own
 * for that, and forgets it now and then where a signal ended the program.
 */
const TELLS_ITS_END = 'trap : INT; "$@"; printf "\\nended with %s\\n" $?; exec sleep 600'
