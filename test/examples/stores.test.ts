import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { describeOnSharedStores } from '../faults/stores.js'
import { withCiExample } from './running-ci-example.js'
import { startExampleProcess } from './started-example.js'

describeOnSharedStores('the CI example', (url) => {
  it('mints at one service, is used at the other, and revoked at the first', () =>
    withCiExample(
      'text',
      async ({ signIn, build }) => {
        const ann = await signIn('ann')
        const { id, token } = await ann.mint({ name: 'tests', scope: 'repo:write', repo: 'shop' })
        expect(await build(token, 'POST', '/repos/shop/builds')).toMatchObject({ status: 201 })
        expect(await build(token, 'POST', '/repos/blog/builds')).toMatchObject({ status: 403 })
        expect(await ann.ask('DELETE', `/tokens/${id}`)).toMatchObject({ status: 204 })
        expect(await build(token, 'GET', '/repos/shop/builds')).toMatchObject({ status: 401 })
      },
      url(),
    ))
})

describe('an example that is started', () => {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-test-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('keeps its tokens where HALLPASS_STORE says, and tells no URL', async () => {
    const place = join(folder, 'kept-here')
    const example = await startExampleProcess('koa-download', /the file comes once\.\n\n {2}\S+\n/, {
      PORT: '0',
      HALLPASS_STORE: `file:${place}`,
    })
    await example.interrupt()
    expect(existsSync(join(place, 'records'))).toBe(true)
    expect(example.printed()).toContain('Tokens are in the store that HALLPASS_STORE names')
    expect(example.printed()).not.toContain(place)
  })
})
