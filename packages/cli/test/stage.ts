import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram } from '../src/program.js'
import type { Output, World } from '../src/world.js'
import { newFolder } from './new-folder.js'

/** What a command did. */
export interface Performance {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** What differs from an empty pipe and an environment without variables. */
export interface Props {
  readonly stdin?: string
  readonly env?: Readonly<Record<string, string>>
  /** Whether all three streams are a terminal, of so many columns. */
  readonly columns?: number
  readonly user?: string
  readonly signal?: AbortSignal
  readonly now?: () => number
}

/** Scopes of many kinds. */
export const CONFIG = `
import { defineScope } from '@hallpass/core'
import { defineConfig } from 'hallpass'

const report = defineScope({ name: 'report', routes: ['GET /reports/:id', 'POST /reports/:id'], resource: 'id', maxTtl: '1h' })
const read = defineScope({ name: 'read', routes: ['GET /:tenant/files/:id'], resource: 'id', anyResource: true, maxTtl: '1h' })
const deploy = defineScope({ name: 'deploy', routes: ['POST /deploys/:id'], resource: 'id', maxTtl: '1h', uses: 1, approval: 'required' })
const bound = defineScope({ name: 'bound', routes: 'none', bindings: ['session', 'agent?'], fingerprint: true, maxTtl: '1h' })
const one = defineScope({ name: 'one', routes: ['GET /one'], maxTtl: '1h', maxLive: 1 })
export default defineConfig({ scopes: [report, read, deploy, bound, one], store: 'file:./tokens' })
`

/** A folder with {@link CONFIG}, and the commands run in it. */
export function stage(config: string | undefined = CONFIG, name = 'hallpass.config.js') {
  const cwd = newFolder()
  if (config !== '') writeFileSync(join(cwd, name), config)
  return { cwd, run: (words: readonly string[], props: Props = {}) => perform(words, cwd, props) }
}

/** Runs a command in a world of its own. */
export async function perform(words: readonly string[], cwd: string, props: Props = {}): Promise<Performance> {
  let code = 0
  const out = recorder(props.columns)
  const err = recorder(props.columns)
  const world: World = {
    words,
    cwd,
    env: props.env ?? {},
    stdin: Object.assign(chunks(props.stdin ?? ''), { isTTY: props.columns !== undefined }),
    stdout: out.output,
    stderr: err.output,
    signal: props.signal ?? new AbortController().signal,
    userName: () => props.user ?? 'olga',
    now: props.now ?? Date.now,
    setExitCode: (given) => {
      code = given
    },
  }
  await runProgram(world)
  return { code, out: out.text(), err: err.text() }
}

function recorder(columns: number | undefined): { readonly output: Output; readonly text: () => string } {
  let text = ''
  const output: Output = {
    isTTY: columns !== undefined,
    ...(columns === undefined ? {} : { columns }),
    write(more, written) {
      text += more
      written()
    },
  }
  return { output, text: () => text }
}

async function* chunks(text: string): AsyncGenerator<Uint8Array> {
  for (const byte of Buffer.from(text)) yield Uint8Array.of(byte)
}
