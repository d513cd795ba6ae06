import { createTokenService, memoryStore } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { gitScopes } from '../../src/gate/git-scopes.js'

describe('the scopes of git', () => {
  const { read, write } = gitScopes({ maxTtl: '1h' })
  const service = createTokenService({ scopes: [read, write], store: memoryStore() })
  const opens = async (scope: typeof read, method: string, target: string) => {
    const { token } = await service.mint(scope, { resourceId: 'app.git' })
    const answer = await service.validate(token, { method, target })
    return answer.ok
  }

  const READ = [
    ['GET', '/app.git/info/refs?service=git-upload-pack'],
    ['POST', '/app.git/git-upload-pack'],
  ] as const
  const WRITE = [
    ['GET', '/app.git/info/refs?service=git-receive-pack'],
    ['POST', '/app.git/git-receive-pack'],
  ] as const

  it.each(READ)('open to read and to write: %s %s', async (method, target) => {
    expect([await opens(read, method, target), await opens(write, method, target)]).toEqual([true, true])
  })

  it.each(WRITE)('open only to write: %s %s', async (method, target) => {
    expect([await opens(read, method, target), await opens(write, method, target)]).toEqual([false, true])
  })

  it.each([
    ['GET', '/app.git/info/refs'],
    ['GET', '/app.git/info/refs?service=git-upload-archive'],
    ['GET', '/app.git/info/refs?service=git-upload-pack&service=git-receive-pack'],
    ['GET', '/app.git/HEAD'],
    ['GET', '/app.git/objects/info/packs'],
    ['GET', '/site.git/info/refs?service=git-upload-pack'],
    ['GET', '/app.git/../site.git/info/refs?service=git-upload-pack'],
    ['POST', '/site.git/git-receive-pack'],
    ['GET', '/app.git/git-receive-pack'],
    ['POST', '/app.git/info/refs?service=git-receive-pack'],
  ])('never open %s %s', async (method, target) => {
    expect([await opens(read, method, target), await opens(write, method, target)]).toEqual([false, false])
  })

  it.each(['app', '.git', '-app.git', 'a/b.git', '..git', 'app.git;x'])(
    'are for no repository called %j',
    async (id) => {
      await expect(service.mint(read, { resourceId: id })).rejects.toMatchObject({ code: 'ERR_RESOURCE_ID' })
    },
  )

  it('stand behind a path and have names of their own', async () => {
    const scopes = gitScopes({ maxTtl: '1h', path: '/git', name: 'mirror' })
    expect([scopes.read.name, scopes.write.name]).toEqual(['mirror_read', 'mirror_write'])
    expect(scopes.read.routes.map(({ text }) => text)).toEqual([
      'GET /git/:repository/info/refs',
      'POST /git/:repository/git-upload-pack',
    ])
  })
})
