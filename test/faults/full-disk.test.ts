import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createTokenService, HallpassError, type MintedToken, type TokenService } from '@hallpass/core'
import { storeFromUrl } from 'hallpass'
import { afterAll, describe, expect, it } from 'vitest'
import { noted } from './crew/crew.js'
import { once, SCOPES } from './crew/scopes.js'
import { createStory } from './crew/story.js'

/** A file system in memory that is soon full; only root may mount one, and not in every container. */
function smallDisk(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder], { stdio: 'ignore' })
    return folder
  } catch {
    rmSync(folder, { recursive: true })
    return undefined
  }
}

const disk = smallDisk()
if (disk === undefined) console.warn('SKIPPED: a disk that is full: no file system may be mounted here')

describe('a disk that is full', { skip: disk === undefined }, () => {
  afterAll(() => {
    if (disk === undefined) return
    execFileSync('umount', [disk])
    rmSync(disk, { recursive: true })
  })

  it.each(['sqlite:tokens.db', 'file:tokens'])(
    'G2 fails writes, leaves all readable, and is over when there is room: %s',
    async (place) => {
      const [scheme = '', name = ''] = place.split(':')
      const ballast = join(disk ?? '', 'ballast')
      const service = createTokenService({ scopes: SCOPES, store: await storeFromUrl(`${scheme}:${disk}/${name}`) })
      const story = createStory(service, [])
      const first = await service.mint(once)
      story.add(first, { scope: 'once', uses: 1 })
      const minted = await mintUntilFull(service, ballast)
      for (const one of minted) story.add(one, { scope: 'once', uses: 1 })
      expect(await service.validate(first.token, { scope: once })).toMatchObject({ ok: true })
      for (const { id, token } of [first, ...minted])
        story.did(await noted(id, 'use', () => service.consume(token, { scope: once })))
      expect(await story.contradictions()).toEqual([])
      rmSync(ballast)
      expect(await service.mint(once)).toMatchObject({ id: expect.any(String) })
      const again = await service.consume(first.token, { scope: once })
      expect(again.ok ? 'ok' : again.refusal.reason).toMatch(/^(ok|consumed)$/)
      await service.close()
      rmSync(join(disk ?? '', name), { recursive: true })
    },
  )
})

/** Fills the disk, and mints until nothing more can be kept; gives what was minted. */
async function mintUntilFull(service: TokenService, ballast: string): Promise<readonly MintedToken[]> {
  fill(ballast)
  const minted: MintedToken[] = []
  for (;;) {
    const outcome = await service.mint(once).catch((error: unknown) => error)
    if (outcome instanceof HallpassError) {
      expect(outcome.code).toBe('ERR_STORE')
      return minted
    }
    minted.push(outcome as MintedToken)
  }
}

function fill(path: string): void {
  for (let size = 2 ** 20; size >= 1024; size /= 2)
    try {
      for (;;) writeFileSync(path, Buffer.alloc(size), { flag: 'a' })
    } catch (error) {
      expect(error).toMatchObject({ code: 'ENOSPC' })
    }
}
