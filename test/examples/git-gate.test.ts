import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { readSettings } from '../../examples/git-gate/src/settings.js'
import { describeWith } from '../describe-with.js'
import { allBytesIn, type RunningGit, watchArguments, withGitExample } from './git-repositories.js'
import { startExampleProcess } from './started-example.js'

const REFUSED = /The requested URL returned error: 403/
const NO_CREDENTIALS = /Authentication failed|could not read Username/

/** Clones a repository into a folder and changes it; `bytes` of noise that nothing compresses. */
async function changedClone({ git, address, folder }: RunningGit, tokenFile: string, bytes = 10): Promise<string> {
  const clone = join(folder, 'clone')
  const cloned = await git(['clone', '--quiet', address('app.git'), clone], tokenFile)
  expect(cloned.ok, cloned.text).toBe(true)
  writeFileSync(join(clone, 'noise'), randomBytes(bytes))
  await git(['add', '.'], undefined, clone)
  await git(['commit', '--quiet', '-m', 'change'], undefined, clone)
  return clone
}

describeWith('git', 'git behind the gate', () => {
  it('D10 clones and fetches with a token to read, and cannot push', () =>
    withGitExample(async (example) => {
      const { tokenFile } = await example.assign('review', 'app.git', 'read')
      const clone = await changedClone(example, tokenFile)
      expect(readFileSync(join(clone, 'README.md'), 'utf8')).toBe('# app.git\n')
      expect((await example.git(['fetch'], tokenFile, clone)).ok).toBe(true)
      const pushed = await example.git(['push'], tokenFile, clone)
      expect([pushed.ok, pushed.text]).toEqual([false, expect.stringMatching(REFUSED)])
    }))

  it.each([
    ['a small change', 10],
    ['more than git sends at once', 3_000_000],
  ])('D10 clones, fetches and pushes with a token to write: %s', (_, bytes) =>
    withGitExample(async (example) => {
      const { tokenFile } = await example.assign('change', 'app.git', 'write')
      const clone = await changedClone(example, tokenFile, bytes)
      const pushed = await example.git(['push'], tokenFile, clone)
      expect(pushed.ok, pushed.text).toBe(true)
      const again = join(example.folder, 'again')
      expect((await example.git(['clone', '--quiet', example.address('app.git'), again], tokenFile)).ok).toBe(true)
      expect(statSync(join(again, 'noise')).size).toBe(bytes)
      expect((await example.git(['fetch'], tokenFile, clone)).ok).toBe(true)
    }),
  )

  it('D10 gets nothing with a token of another repository', () =>
    withGitExample(async ({ assign, git, address }) => {
      const { tokenFile } = await assign('site', 'site.git', 'write')
      const cloned = await git(['clone', address('app.git'), 'x'], tokenFile)
      expect([cloned.ok, cloned.text]).toEqual([false, expect.stringMatching(REFUSED)])
    }))

  it('D7 gets nothing any more once its task is finished, nor once it has expired', () =>
    withGitExample(async (example) => {
      const { assign, finish, git } = example
      const { tokenFile } = await assign('change', 'app.git', 'write')
      await assign('change', 'app.git', 'read')
      const other = await assign('change', 'site.git', 'read')
      const clone = await changedClone(example, tokenFile)
      expect([await finish('change', 'app.git'), await finish('change', 'app.git')]).toEqual([2, 0])
      for (const words of [['fetch'], ['push']]) {
        const refused = await git(words, tokenFile, clone)
        expect([refused.ok, refused.text]).toEqual([false, expect.stringMatching(NO_CREDENTIALS)])
      }
      expect((await git(['ls-remote', example.address('site.git')], other.tokenFile)).ok).toBe(true)
      const short = await assign('short', 'app.git', 'read', '1s')
      await delay(1001)
      const expired = await git(['ls-remote', example.address('app.git')], short.tokenFile)
      expect([expired.ok, expired.text]).toEqual([false, expect.stringMatching(NO_CREDENTIALS)])
    }))

  it('D9 asks its credential helper after a 401 with a Basic challenge, and not before', () =>
    withGitExample(async ({ assign, git, address }) => {
      const none = await git(['ls-remote', address('app.git')])
      expect(none.ok).toBe(false)
      expect(none.text).toMatch(/must name the file that holds the token/)
      const { tokenFile } = await assign('review', 'app.git', 'read')
      const { ok, text } = await git(['ls-remote', address('app.git')], tokenFile, undefined, { GIT_TRACE_CURL: '1' })
      expect(ok).toBe(true)
      const answers = [...text.matchAll(/(?:Recv|<=) header: (HTTP\/1\.1 \d+|www-authenticate: .*)/gi)].map(
        ([, line]) => line,
      )
      expect(answers.slice(0, 3)).toEqual([
        'HTTP/1.1 401',
        'www-authenticate: Bearer realm="git"',
        'www-authenticate: Basic realm="git", charset="UTF-8"',
      ])
      expect(answers.at(-1)).toBe('HTTP/1.1 200')
    }))

  it('D11 F10 shows its token in no log, no argument, no file of the server and no remote user', () =>
    withGitExample(async (example) => {
      const { id, tokenFile } = await example.assign('change', 'app.git', 'write')
      const seenArguments = watchArguments()
      const clone = await changedClone(example, tokenFile, 1_500_000)
      expect((await example.git(['push'], tokenFile, clone)).ok).toBe(true)
      const seen = seenArguments()
      const secret = readFileSync(tokenFile, 'utf8').trim().slice(-38)
      const encoded = Buffer.from(`task:${readFileSync(tokenFile, 'utf8').trim()}`)
        .toString('base64')
        .slice(-30, -3)
      expect(statSync(tokenFile).mode & 0o777).toBe(0o600)
      expect(seen).toMatch(/git http-backend/)
      expect(example.log.join()).toContain(id)
      const places = {
        log: example.log.join(),
        arguments: seen,
        clone: allBytesIn(clone),
        store: allBytesIn(join(example.folder, 'server', 'tokens')),
        repositories: allBytesIn(join(example.folder, 'server', 'repositories')),
      }
      for (const [place, text] of Object.entries(places))
        expect([place, text.includes(secret), text.includes(encoded)]).toEqual([place, false, false])
    }))

  it('D11 tells git the id of the token as its remote user, and runs no hook', () =>
    withGitExample(async (example) => {
      const { id, tokenFile } = await example.assign('change', 'app.git', 'write')
      const repository = join(example.folder, 'server', 'repositories', 'app.git')
      execFileSync('git', ['config', 'core.logAllRefUpdates', 'true'], { cwd: repository })
      const hook = join(repository, 'hooks', 'post-receive')
      writeFileSync(hook, '#!/bin/sh\ntouch hook-ran\n', { mode: 0o755 })
      const clone = await changedClone(example, tokenFile)
      expect((await example.git(['push'], tokenFile, clone)).ok).toBe(true)
      expect(readFileSync(join(repository, 'logs/refs/heads/main'), 'utf8')).toContain(`${id} <${id}@http.127.0.0.1>`)
      expect(() => statSync(join(repository, 'hook-ran'))).toThrow('ENOENT')
    }))

  it('works by the lines that it prints', async () => {
    const example = await startExampleProcess('git-gate', /same folder:\s+export .*\s+git push\n/, { PORT: '0' })
    const lines = [...example.printed().matchAll(/^ {2}(?:export|git clone).*$/gm)].map(([line]) => line.trim())
    expect(lines).toHaveLength(4)
    await withGitExample(async ({ folder }) => {
      const script = [lines[0], `${lines[1]} read`, `! ${lines[2]} other`].join('\n')
      execFileSync('sh', ['-ec', script], {
        cwd: folder,
        stdio: 'ignore',
        env: { ...process.env, GIT_ASKPASS: 'false' },
      })
      expect(readFileSync(join(folder, 'read', 'README.md'), 'utf8')).toBe('# app.git\n')
    })
    await example.interrupt()
    expect(example.printed()).toMatch(/ {2}stopped\n$/)
  })

  it('has a port of its own, by the environment', () => {
    expect([readSettings({}), readSettings({ PORT: '0' })]).toEqual([{ port: 3007 }, { port: 0 }])
    expect(() => readSettings({ PORT: 'x' })).toThrow('PORT must be a port such as 3007')
  })
})
