import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Place } from './search.js'
import type { Gathered } from './walking.js'

/** A walk that was taken: the tokens that were handed out in it, and every place where one could be. */
export interface Walked {
  readonly tokens: readonly string[]
  readonly places: readonly Place[]
}

const PROCESS = fileURLToPath(new URL('walk-process.ts', import.meta.url))

/** What an example keeps. By file name, below the folder that it was given. */
export interface Kept {
  /** Files of a store, which have digests. */
  readonly stores: RegExp
  /** Files by which the example hands tokens to programs: these are not searched. */
  readonly handsOut?: RegExp
}

/** Takes a walk in a process of its own, and gathers what it said and what it left on the disk. */
export async function runWalk(name: string, { stores, handsOut }: Kept): Promise<Walked> {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-test-'))
  try {
    const child = fork(PROCESS, [name, folder], {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      execArgv: ['--conditions=@hallpass/source', '--import', 'tsx'],
      // As a developer starts it: frameworks tell more of errors then, and log them.
      env: { ...process.env, NODE_ENV: 'development', VITEST: '' },
    })
    const gathered = once(child, 'message') as Promise<[Gathered]>
    const streams = Promise.all([buffer(child.stdout as Readable), buffer(child.stderr as Readable)])
    const ended = once(child, 'close').then(async () => {
      throw new Error(`the walk ${name} ended early: ${(await streams).join('\n')}`)
    })
    const [{ tokens, answers, events }] = await Promise.race([gathered, ended])
    const [stdout, stderr] = await streams
    const files = filesIn(folder).filter((path) => !handsOut?.test(path))
    return {
      tokens,
      places: [
        { name: 'stdout', bytes: stdout, isStore: false },
        { name: 'stderr', bytes: stderr, isStore: false },
        ...answers.map((answer) => said(`the answer ${answer.split('\n', 1)[0]}`, answer)),
        ...events.map((event) => said('an event', event)),
        ...files.flatMap((path) => [
          said('the name of a file', path),
          { name: path, bytes: readFileSync(join(folder, path)), isStore: stores.test(path) },
        ]),
      ],
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

const said = (name: string, text: string): Place => ({ name, bytes: Buffer.from(text), isStore: false })

function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => statSync(path).isFile())
    .map((path) => relative(folder, path))
}
