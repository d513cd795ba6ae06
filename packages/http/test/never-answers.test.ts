import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createAuthentication, createGuard, createIntrospection, createRevocation } from '../src/index.js'
import { bodyOf, createDesk, written } from './approval/desk.js'
import { present } from './gates.js'
import { lines, viewOf } from './requests.js'
import { createService, flow } from './services.js'

const { service } = createService()
const { token } = await service.mint(flow, { resourceId: 'f-1' })
const never = () => new Promise<never>(() => {})
/** A promise that is none of this realm's. */
const neverElsewhere = () => runInNewContext('new Promise(() => {})') as Promise<never>

const posted = () => ({
  ...viewOf({ method: 'POST', rawHeaders: lines(['Content-Type', 'application/x-www-form-urlencoded']) }),
  incoming: bodyOf(`token=${token}`),
})

const HANGING: readonly [string, () => Promise<{ readonly status: number }>][] = [
  ['context of a guard', async () => asked(createGuard(service, flow, { context: never }))],
  ['fingerprint of a guard', async () => asked(createGuard(service, flow, { fingerprint: never }))],
  ['context of authenticate', async () => asked(createAuthentication(service, { context: neverElsewhere }))],
  ['approver', async () => written(await createDesk({ approver: never }).ask('GET', '/'))],
  ['caller of introspection', () => createIntrospection(service, { caller: never })(posted())],
  ['mayRevoke', () => createRevocation(service, { caller: () => 'gateway', mayRevoke: never })(posted())],
]

async function asked(gate: Parameters<typeof present>[0]) {
  const answer = await present(gate, token, { target: '/flows/f-1' })
  return answer as unknown as { readonly status: number }
}

describe('a function of the application that never answers', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it.each(HANGING)('G11 is a 503 after five seconds: %s', async (_, ask) => {
    const statuses: number[] = []
    const answer = ask().then(({ status }) => statuses.push(status))
    await vi.advanceTimersByTimeAsync(4999)
    expect(statuses).toEqual([])
    await vi.advanceTimersByTimeAsync(1)
    await answer
    expect(statuses).toEqual([503])
  })

  it('leaves no timer behind where it answers', async () => {
    const guard = createGuard(service, flow, { context: async () => ({}) })
    expect(await present(guard, token, { target: '/flows/f-1' })).toMatchObject({ kind: 'pass' })
    expect(vi.getTimerCount()).toBe(0)
  })
})
