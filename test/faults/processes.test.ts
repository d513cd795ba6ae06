import { Agent } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { createTokenService, type TokenService } from '@hallpass/core'
import { storeFromUrl } from 'hallpass'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { mintAssortment } from './crew/assortment.js'
import { noted, startCrew, startWorker, type Worker } from './crew/crew.js'
import { insisting } from './crew/insisting.js'
import { command, often, page, SCOPES, task } from './crew/scopes.js'
import { statusOfPost } from './crew/status-of-post.js'
import { createStory } from './crew/story.js'
import { moment } from './history/history.js'
import { describeOnSharedStores } from './stores.js'

const WORKERS = 4
const BY = { by: 'carol' }

let crew: Worker[] = []
beforeAll(async () => {
  crew = [...(await startCrew(WORKERS))]
})
afterAll(() => Promise.all(crew.map((worker) => worker.kill())))

describeOnSharedStores('four processes', (url) => {
  let service: TokenService
  beforeAll(async () => {
    service = createTokenService({ scopes: SCOPES, store: await storeFromUrl(url()) })
    await onEach((worker) => worker.call('open', url()))
  })
  afterAll(() => service?.close())

  it('D3 that mint 500 each, two of them, lose none', async () => {
    const createdBy = `minter ${moment()}`
    const minted = await Promise.all(crew.slice(0, 2).map((worker) => worker.call('mintMany', 500, createdBy)))
    const listed: string[] = []
    for await (const { id } of service.list({ createdBy })) listed.push(id)
    expect(listed).toEqual(minted.flat().sort())
    expect(new Set(listed).size).toBe(1000)
  })

  it('D6 see what another minted and revoked at their next call', async () => {
    const { id, token } = await service.mint(often)
    const reasons = () => onEach((worker) => worker.call('reasonOf', { id, token, scope: 'often' }))
    expect(await reasons()).toEqual(Array(WORKERS).fill('ok'))
    await service.revoke(id, BY)
    expect(await reasons()).toEqual(Array(WORKERS).fill('revoked'))
  })

  it('D7 have all tokens of a task of a project closed, whoever holds them, and no others', async () => {
    const project = `p-${moment()}`
    const mint = async (resourceId: string, subject: string) => {
      const { id, token } = await service.mint(task, { resourceId, subject })
      return { id, token, scope: 'task', resourceId }
    }
    const closed = await Promise.all(Array.from({ length: 30 }, () => mint(project, 't-1')))
    const others = await Promise.all([mint(project, 't-2'), mint(`${project}-2`, 't-1')])
    const filter = { resourceId: project, subject: 't-1' }
    expect(await service.revokeMatching(filter, BY)).toBe(30)
    expect(await service.revokeMatching(filter, BY)).toBe(0)
    const reasonsOf = (tokens: typeof closed) =>
      Promise.all(tokens.map((one, index) => (crew[index % WORKERS] as Worker).call('reasonOf', one)))
    expect(await reasonsOf(closed)).toEqual(Array(30).fill('revoked'))
    expect(await reasonsOf(others)).toEqual(['ok', 'ok'])
  })

  it('B2 that use an approved token a hundred times at once have one success', async () => {
    const story = createStory(service, crew)
    const minted = await service.mint(command, { createdBy: 'agent' })
    const used = story.add(minted, { scope: 'command', uses: 1, pending: true })
    story.did(await noted(used.id, 'approve', () => service.approve(used.id, BY)))
    await onEach((worker) => worker.call('useAll', Array(25).fill(used), 25))
    expect(story.tally(used.id)).toEqual({ ok: 1, refused: 99 })
    expect(await story.contradictions()).toEqual([])
  })

  it('G13 that use a token 200 times while it is revoked have no success that began after that', async () => {
    const story = createStory(service, crew)
    const used = story.add(await service.mint(often), { scope: 'often', uses: 1000 })
    const before = told()
    const using = onEach((worker) => worker.call('useAll', Array(50).fill(used), 4))
    await untilTold(before + 60)
    story.did(await noted(used.id, 'revoke', () => insisting(() => service.revoke(used.id, BY))))
    // They may have been done with theirs before it: so each uses it once more.
    await Promise.all([using, onEach((worker) => worker.call('useAll', [used], 1))])
    expect(story.tally(used.id)).toEqual({ ok: expect.any(Number), refused: expect.any(Number) })
    expect(await story.contradictions()).toEqual([])
  })

  it('G12 that serve 500 requests for one single-use token answer exactly one with 2xx', async () => {
    const { token } = await service.mint(page, { resourceId: 'p' })
    const ports = await onEach((worker) => worker.call('listen'))
    const agent = new Agent({ keepAlive: true, maxSockets: 32 })
    const statuses = await Promise.all(
      Array.from({ length: 500 }, (_, number) =>
        statusOfPost(`http://127.0.0.1:${ports[number % WORKERS]}/pages/p`, token, agent),
      ),
    )
    agent.destroy()
    expect(statuses.filter((status) => status === 200)).toHaveLength(1)
    expect(statuses.filter((status) => status === 401)).toHaveLength(499)
  })

  it('G1 G4 that are killed and stopped at random moments leave a history without contradictions', async () => {
    const story = createStory(service, crew)
    const { all, toApprove, toRevoke } = await mintAssortment(service, story)
    const uses = Array.from({ length: 4 }, () => shuffled(all)).flat()
    const [killed, stopped] = crew as [Worker, Worker]
    const before = told()
    // Whoever is killed is never done before that, however long the others take.
    const endless = Array.from({ length: 50 }, () => uses).flat()
    const using = onEach((worker) => worker.call('useAll', worker === killed ? endless : uses, 3).catch(() => 'killed'))
    await untilTold(before + 40)
    stopped.process.kill('SIGSTOP')
    for (const { id } of toApprove) story.did(await noted(id, 'approve', () => service.approve(id, BY)))
    await untilTold(before + 100 + Math.floor(Math.random() * 100))
    await killed.kill()
    for (const { id } of toRevoke) story.did(await noted(id, 'revoke', () => service.revoke(id, BY)))
    stopped.process.kill('SIGCONT')
    expect(await using).toEqual(['killed', undefined, undefined, undefined])
    expect(await story.contradictions()).toEqual([])
    expect(story.successes()).toBeGreaterThan(20)
    crew[0] = await startWorker()
  })
})

function onEach<T>(work: (worker: Worker) => Promise<T>): Promise<T[]> {
  return Promise.all(crew.map(work))
}

/** How many uses the workers have told the end of. */
function told(): number {
  return crew.reduce((sum, worker) => sum + worker.ended(), 0)
}

async function untilTold(count: number): Promise<void> {
  while (told() < count) await delay(1)
}

function shuffled<T>(items: readonly T[]): readonly T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item)
}
