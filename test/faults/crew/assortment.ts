import type { TokenService } from '@hallpass/core'
import { command, often, once } from './scopes.js'
import type { Story } from './story.js'
import type { UsedToken } from './tasks.js'

/** Tokens of all kinds of ends. */
export interface Assortment {
  readonly all: readonly UsedToken[]
  readonly toApprove: readonly UsedToken[]
  readonly toRevoke: readonly UsedToken[]
}

/** Mints tokens that are used up, that expire soon, that wait for their approval, and that are to be revoked. */
export async function mintAssortment(service: TokenService, story: Story): Promise<Assortment> {
  const single = async (ttl?: number) =>
    story.add(await service.mint(once, ttl === undefined ? {} : { ttl }), { scope: 'once', uses: 1 })
  const many = async () => story.add(await service.mint(often, { uses: 15 }), { scope: 'often', uses: 15 })
  const pending = async () =>
    story.add(await service.mint(command, { createdBy: 'agent' }), { scope: 'command', uses: 1, pending: true })
  const lasting = await times(16, () => single())
  const counted = await times(2, many)
  const toApprove = await times(6, pending)
  const neverApproved = await times(2, pending)
  const toRevoke = [...(await times(4, () => single())), ...(await times(2, many))]
  const short = await times(8, (index) => single(150 + 100 * index))
  return {
    all: [...lasting, ...counted, ...toApprove, ...neverApproved, ...toRevoke, ...short],
    toApprove,
    toRevoke,
  }
}

async function times<T>(count: number, make: (index: number) => Promise<T>): Promise<readonly T[]> {
  const made: T[] = []
  for (let index = 0; index < count; index++) made.push(await make(index))
  return made
}
