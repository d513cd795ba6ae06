import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createGitBackend } from '../../examples/git-gate/src/git-backend.js'
import { describeWith } from '../describe-with.js'

vi.mock('node:child_process', async (original) => {
  const real = await original<typeof import('node:child_process')>()
  return { ...real, spawn: vi.fn(real.spawn) }
})

describeWith('git', "git's own server", () => {
  let folder: string
  let close: () => void

  beforeEach(() => {
    vi.mocked(spawn).mockClear()
    folder = mkdtempSync(join(tmpdir(), 'hallpass-git-backend-'))
  })

  afterEach(() => {
    close()
    rmSync(folder, { recursive: true, force: true })
  })

  async function serve(mostRunning?: number): Promise<URL> {
    const server = createGitBackend(folder, mostRunning).listen(0, '127.0.0.1')
    close = () => server.close().closeAllConnections()
    await once(server, 'listening')
    return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/app.git/info/refs`)
  }

  it('answers a failure while no descriptor is left for a program, and serves again after it', async () => {
    const url = await serve()
    vi.mocked(spawn).mockImplementationOnce(childWithoutPipes)
    expect((await fetch(url)).status).toBe(500)
    expect((await fetch(url)).status).toBe(404)
  })

  it('tells who comes while as many programs run as may to come again', async () => {
    execFileSync('git', ['init', '--quiet', '--bare', 'app.git'], { cwd: folder })
    const url = await serve(1)
    const headers = { 'content-type': 'application/x-git-upload-pack-request' }
    const unfinished = request(new URL('/app.git/git-upload-pack', url), { method: 'POST', headers })
    unfinished.on('error', () => {}).flushHeaders()
    await expect.poll(() => vi.mocked(spawn).mock.calls).toHaveLength(1)
    const refused = await fetch(url)
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1'])
    unfinished.destroy()
    await expect.poll(async () => (await fetch(url)).status).toBe(200)
  })
})

/** What `spawn` gives where it finds no descriptor for the pipes. */
function childWithoutPipes(): ChildProcess {
  const child = new EventEmitter() as ChildProcess
  process.nextTick(() => child.emit('error', Object.assign(new Error('spawn git EMFILE'), { code: 'EMFILE' })))
  return child
}
