import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { startExample } from '../../../examples/git-gate/src/example.js'
import type { Walking } from '../walking.js'

const HELPER = fileURLToPath(new URL('../../../examples/git-gate/credential-helper.sh', import.meta.url))

/** A task clones by its token, and not after it has ended. */
export async function gitGate({ folder, log, ask, handedOut, askWrongly }: Walking): Promise<void> {
  const example = await startExample({ port: 0, folder, log })
  const { tokenFile } = await example.assign('review', 'app.git', 'read')
  const token = handedOut(readFileSync(tokenFile, 'utf8').trim())
  const clone = (name: string, into: string) =>
    run(['clone', '--quiet', new URL(name, example.url).href, join(folder, into)], tokenFile, log)
  await clone('app.git', 'clone')
  await clone('site.git', 'nothing').catch(() => log('the other repository did not come'))
  const basic = { authorization: `Basic ${Buffer.from(`task:${token}`).toString('base64')}` }
  const refs = new URL('/app.git/info/refs?service=git-upload-pack', example.url)
  if ((await ask(refs, { headers: basic })).status !== 200) throw new Error('the references did not come')
  await ask(new URL('/app.git/info/refs?service=git-receive-pack', example.url), { headers: basic })
  await askWrongly(example.url, token)
  await example.finish('review', 'app.git')
  await ask(refs, { headers: basic })
  await example.stop()
}

/** What git says is what somebody reads who runs it. */
async function run(words: readonly string[], tokenFile: string, log: (line: string) => void): Promise<void> {
  const env = {
    ...process.env,
    ...{ GIT_TRACE: '1', GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' },
    HALLPASS_TOKEN_FILE: tokenFile,
  }
  const { stdout, stderr } = await promisify(execFile)('git', ['-c', `credential.helper=!sh '${HELPER}'`, ...words], {
    env,
  })
  log(stdout + stderr)
}
