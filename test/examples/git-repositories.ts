import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Example, startExample } from '../../examples/git-gate/src/example.js'

/** The git example inside of the test, with git as a user runs it. */
export interface RunningGit extends Example {
  readonly folder: string
  /** All that gate and git's own server logged. */
  readonly log: readonly string[]
  /** Runs git in a folder of its own; with the token of a file, by the credential helper. */
  readonly git: (
    words: readonly string[],
    tokenFile?: string,
    cwd?: string,
    more?: NodeJS.ProcessEnv,
  ) => Promise<GitRun>
  readonly address: (repository: string) => string
}

/** How git ended. */
export interface GitRun {
  readonly ok: boolean
  /** All that it wrote. */
  readonly text: string
}

const HELPER = fileURLToPath(new URL('../../examples/git-gate/credential-helper.sh', import.meta.url))

/** Starts it on a free port, runs the test, and takes everything away again. */
export async function withGitExample(test: (example: RunningGit) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-git-'))
  const log: string[] = []
  const example = await startExample({ port: 0, folder: join(folder, 'server'), log: (line) => void log.push(line) })
  try {
    await test({
      ...{ ...example, folder, log },
      git: (words, tokenFile, cwd = folder, more = {}) => runGit(words, cwd, { ...environmentFor(tokenFile), ...more }),
      address: (repository) => new URL(repository, example.url).href,
    })
  } finally {
    await example.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Nothing of the user's own configuration, and no prompt: what git cannot get it does without. */
function environmentFor(tokenFile: string | undefined): NodeJS.ProcessEnv {
  const settings = { 'credential.helper': HELPER, 'user.name': 'a', 'user.email': 'a@example.com' }
  const named = Object.entries(settings).flatMap(([name, value], index) => [
    [`GIT_CONFIG_KEY_${index}`, name],
    [`GIT_CONFIG_VALUE_${index}`, value],
  ])
  return {
    PATH: process.env['PATH'],
    HOME: '/nowhere',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'false',
    GIT_CONFIG_COUNT: String(Object.keys(settings).length),
    ...Object.fromEntries(named),
    ...(tokenFile && { HALLPASS_TOKEN_FILE: tokenFile }),
  }
}

function runGit(words: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Promise<GitRun> {
  return new Promise((resolve) => {
    execFile('git', [...words], { cwd, env, maxBuffer: 2 ** 28 }, (error, stdout, stderr) =>
      resolve({ ok: error === null, text: stdout + stderr }),
    )
  })
}

/** Reads the arguments of every process of the machine again and again, until the answer is called, which tells them all. */
export function watchArguments(): () => string {
  const seen = new Set<string>()
  const timer = setInterval(look, 20, seen)
  return () => {
    clearInterval(timer)
    return [...seen].join('\n')
  }
}

/** All bytes of the files in a folder and below it, as latin1. */
export function allBytesIn(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1')).join('\n')
}

/** A process may end while it is looked at. */
function look(seen: Set<string>): void {
  for (const id of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      seen.add(readFileSync(`/proc/${id}/cmdline`, 'latin1').replaceAll('\0', ' '))
    } catch (error) {
      if (!['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error
    }
  }
}
