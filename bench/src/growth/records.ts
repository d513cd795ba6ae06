import { createTokenService, defineScope, memoryStore, type TokenRecord } from '@hallpass/core'
import { createId } from '../../../packages/core/src/token/id.js'

const flow = defineScope({
  name: 'flow',
  routes: ['GET /api/oauth/flows/:flowId', 'POST /api/oauth/flows/:flowId/start'],
  resource: 'flowId',
  maxTtl: '1h',
})

/** How many subjects there are: each has one token in so many. */
const SUBJECTS = 100

/** Makes records like one that a service minted, each later than the one before. */
export async function recordMaker(): Promise<(number: number, forgetAt?: number) => TokenRecord> {
  const store = memoryStore()
  await createTokenService({ scopes: [flow], store }).mint(flow, { resourceId: 'f-0', createdBy: 'app' })
  const [template] = await store.page({ limit: 1 })
  if (!template) throw new Error('nothing was minted')
  return (number, forgetAt = template.forgetAt) => ({
    ...template,
    id: idAt(number),
    forgetAt,
    subject: `subject-${number % SUBJECTS}`,
    grants: template.grants.map((grant) => ({ ...grant, resourceId: `f-${number}` })),
  })
}

/** Ids as they come where a hundred tokens are minted in a second. */
export function idAt(number: number): string {
  return createId(FIRST + number * 10, (size) => new Uint8Array(size).map((_, index) => (number + 31 * index) % 200))
}

const FIRST = Date.UTC(2026, 0, 1)
