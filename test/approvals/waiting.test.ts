import { waitForApproval } from '@hallpass/client'
import { describe, expect, it } from 'vitest'
import { FRAMEWORKS, type World, withWorld } from './world.js'

/** The wait of an agent, on a clock that its own sleep moves. `meanwhile` happens after each sleep. */
function waiting({ origin }: World, token: string, meanwhile: (sleeps: number) => unknown) {
  const sleeps: number[] = []
  let now = 0
  const headers = { authorization: `Bearer ${token}`, 'x-session': 's-1', 'x-argv': 'git push' }
  const ask = (signal: AbortSignal) => fetch(`${origin}/commands/c-1/run`, { method: 'POST', headers, signal })
  const options = {
    timeout: 60_000,
    now: () => now,
    random: () => 0.5,
    sleep: (milliseconds: number, signal: AbortSignal) =>
      milliseconds === 60_000
        ? new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
        : sleepTurned(milliseconds),
  }
  async function sleepTurned(milliseconds: number): Promise<void> {
    sleeps.push(milliseconds)
    now += milliseconds
    await meanwhile(sleeps.length)
  }
  return { sleeps, wait: (signal?: AbortSignal) => waitForApproval(ask, { ...options, ...(signal && { signal }) }) }
}

describe.each(FRAMEWORKS)('an agent that waits, on $name', (framework) => {
  it('B14 asks again no sooner than the server says, and runs its command once it is approved', async () => {
    await withWorld(framework, {}, async (world) => {
      const { token, id } = await world.ask()
      const agent = waiting(world, token, async (sleeps) => {
        if (sleeps === 3) await world.decide('approve', id, { revision: await world.revision(id) })
      })
      const answer = await agent.wait()
      expect([answer.status, await answer.text()]).toEqual([200, 'ran'])
      expect(agent.sleeps).toEqual([2200, 2200, 2200])
      expect(world.ran).toEqual(['c-1'])
    })
  })

  it.each([
    ['denied', 403, 'approval_denied'],
    ['revoked', 401, 'token_revoked'],
    ['expired', 401, 'token_expired'],
  ] as const)('B14 hears that it was %s', async (end, status, code) => {
    await withWorld(framework, {}, async (world) => {
      const { token, id } = await world.ask()
      const bring = {
        denied: () => world.service.deny(id, { by: 'ann' }),
        revoked: () => world.service.revoke(id, { by: 'ann' }),
        expired: () => {
          world.turn.now += 300_000
        },
      }
      const answer = await waiting(world, token, bring[end]).wait()
      expect([answer.status, (await answer.json()).code]).toEqual([status, code])
      expect(world.ran).toEqual([])
    })
  })

  it('B14 waits twice as long after each 503, and goes on when the store is back', async () => {
    await withWorld(framework, {}, async (world) => {
      const { token, id } = await world.ask()
      await world.service.approve(id, { by: 'ann' })
      world.turn.storeFails = true
      const agent = waiting(world, token, (sleeps) => {
        world.turn.storeFails = sleeps < 3
      })
      expect((await agent.wait()).status).toBe(200)
      expect(agent.sleeps.map(Math.round)).toEqual([5500, 8800, 17_600])
      expect(world.ran).toEqual(['c-1'])
    })
  })

  it('B14 gives up at its deadline, and when it is told to', async () => {
    await withWorld(framework, {}, async (world) => {
      const { token } = await world.ask()
      const patient = waiting(world, token, () => {})
      await expect(patient.wait()).rejects.toThrow('no decision within 60000 ms')
      expect(patient.sleeps).toHaveLength(27)
      const stop = new AbortController()
      const told = waiting(world, token, (sleeps) => sleeps === 2 && stop.abort(new Error('the task is over')))
      await expect(told.wait(stop.signal)).rejects.toThrow('the task is over')
      expect(told.sleeps).toHaveLength(2)
      expect(world.ran).toEqual([])
    })
  })
})
