import { describe, expect, it } from 'vitest'
import { PLACEMENTS } from './apps/app-setup.js'
import { BOB, FORM_TYPE, FRAMEWORKS, told, type World, withWorld } from './world.js'

/** Brings a token into a status from which it cannot be approved any more. */
const ENDS: readonly (readonly [
  status: string,
  bring: (world: World, id: string, token: string) => Promise<unknown>,
])[] = [
  [
    'consumed',
    async ({ service, run }, id, token) => {
      await service.approve(id, { by: 'ann' })
      await run(token)
    },
  ],
  ['revoked', ({ service }, id) => service.revoke(id, { by: 'ann' })],
  ['denied', ({ service }, id) => service.deny(id, { by: 'ann' })],
  [
    'expired',
    async ({ turn }) => {
      turn.now += 300_000
    },
  ],
  [
    'unknown',
    async ({ service, turn }) => {
      turn.now += 3_600_000
      await service.sweep()
    },
  ],
]

const ANSWERS: Readonly<Record<string, readonly [status: number, code: string]>> = {
  consumed: [409, 'already_consumed'],
  revoked: [409, 'already_revoked'],
  denied: [409, 'already_denied'],
  expired: [410, 'expired'],
  unknown: [404, 'not_found'],
}

describe.each(FRAMEWORKS)('approval over HTTP, on $name', (framework) => {
  it.each(PLACEMENTS)(
    'B1 lets a pending token in once somebody has approved it, and once only, at the %s',
    async (placement) => {
      for (const parsed of ['nothing', 'forms', 'json and forms'] as const)
        await withWorld(framework, { placement, parsed }, async ({ ask, run, decide, revision, ran }) => {
          const { token, id } = await ask()
          const waiting = await run(token)
          expect([...told(waiting), waiting.headers['retry-after']]).toEqual([403, 'approval_pending', '2'])
          expect(ran).toEqual([])
          const approved = await decide('approve', id, { revision: await revision(id) })
          expect([approved.status, JSON.parse(approved.body)]).toEqual([
            200,
            { id, decision: 'approved', changed: true },
          ])
          expect((await run(token)).body).toBe('ran')
          expect(told(await run(token))).toEqual([401, 'token_consumed'])
          expect(ran).toEqual(['c-1'])
        })
    },
  )

  it('B3 approves twice and changes nothing, and not after the expiry', async () => {
    await withWorld(framework, {}, async ({ ask, decide, revision, service, turn }) => {
      const { id } = await ask()
      const fields = { revision: await revision(id) }
      await decide('approve', id, fields)
      const before = await service.get(id)
      const again = await decide('approve', id, fields, BOB)
      expect([again.status, JSON.parse(again.body).changed]).toEqual([200, false])
      expect(await service.get(id)).toEqual(before)
      turn.now += 300_000
      expect(told(await decide('approve', id, fields))).toEqual([410, 'expired'])
    })
  })

  it.each(ENDS)('B4 approves nothing that is %s, says so, and changes nothing', async (status, bring) => {
    await withWorld(framework, {}, async (world) => {
      const { token, id } = await world.ask()
      const revision = await world.revision(id)
      await bring(world, id, token)
      const before = await world.service.get(id)
      expect(told(await world.decide('approve', id, { revision }))).toEqual(ANSWERS[status])
      expect(await world.service.get(id)).toEqual(before)
    })
  })

  it('B5 lets nothing in that was denied or revoked, and denies nothing that was approved', async () => {
    await withWorld(framework, {}, async ({ ask, run, decide, revision, service, ran }) => {
      const [denied, approved, revoked] = [await ask(), await ask(), await ask()]
      const deny = { revision: await revision(denied.id), note: 'not on a Friday' }
      expect(JSON.parse((await decide('deny', denied.id, deny)).body)).toMatchObject({
        decision: 'denied',
        changed: true,
      })
      expect(told(await run(denied.token))).toEqual([403, 'approval_denied'])
      expect(JSON.parse((await decide('deny', denied.id, deny)).body).changed).toBe(false)

      await decide('approve', approved.id, { revision: await revision(approved.id) })
      const late = { revision: await revision(approved.id) }
      expect(told(await decide('deny', approved.id, late))).toEqual([409, 'not_pending'])
      await service.revoke(approved.id, { by: 'ann' })
      await service.revoke(revoked.id, { by: 'ann' })
      for (const { token } of [approved, revoked]) expect(told(await run(token))).toEqual([401, 'token_revoked'])
      expect(ran).toEqual([])
    })
  })

  it('B7 tells who has the wrong session or another command nothing of the approval, before it and after', async () => {
    await withWorld(framework, {}, async ({ ask, run, service, ran }) => {
      const { token, id } = await ask()
      const wrong = [{ 'X-Session': 's-2' }, { 'X-Argv': 'git push --force' }, { 'X-Argv': 'git\u0020 push' }]
      for (const changes of wrong) expect(told(await run(token, changes))).toEqual([401, 'token_binding_mismatch'])
      await service.approve(id, { by: 'ann' })
      for (const changes of wrong) expect(told(await run(token, changes))).toEqual([401, 'token_binding_mismatch'])
      expect(ran).toEqual([])
      expect((await run(token)).body).toBe('ran')
    })
  })

  it('B11 keeps who decided, when, and why', async () => {
    await withWorld(framework, {}, async ({ ask, decide, desk, revision, turn }) => {
      const { id } = await ask()
      turn.now += 7000
      await decide('deny', id, { revision: await revision(id), note: 'not on a Friday' }, BOB)
      const { decisions, status } = JSON.parse((await desk('GET', `/${id}`)).body)
      expect(status).toBe('denied')
      expect(decisions).toEqual([
        { what: 'denied', by: 'bob', at: '2026-01-01T00:00:07.000Z', note: 'not on a Friday' },
      ])
    })
  })

  it.each(PLACEMENTS)('B12 lists what waits, with and without a slash, at the %s', async (placement) => {
    await withWorld(framework, { placement }, async ({ ask, desk, service }) => {
      const { id } = await ask()
      const { id: decided } = await ask()
      await service.approve(decided, { by: 'ann' })
      for (const path of ['', '/', '?page=1']) {
        const { pending } = JSON.parse((await desk('GET', path)).body)
        expect(pending).toEqual([expect.objectContaining({ id, bindings: { session: 's-1' }, createdBy: 'agent-7' })])
      }
      const page = await desk('GET', '', {
        headers: [
          ['Cookie', 'session=ann-is-here'],
          ['Accept', 'text/html'],
        ],
      })
      expect(page.body).toContain(`href="./approvals/${id}"`)
    })
  })

  it('takes no decision on what is not what was shown', async () => {
    await withWorld(framework, {}, async ({ ask, decide, revision, service }) => {
      const [one, other] = [await ask(), await ask({ commandId: 'c-2' })]
      for (const seen of [await revision(other.id), 'x', 'null'])
        for (const what of ['approve', 'deny'] as const)
          expect(told(await decide(what, one.id, { revision: seen }))).toEqual([409, 'changed'])
      for (const fields of [{}, { revision: '' }, { revision: null }, { revision: ['a'] }, [], 'revision'])
        expect((await decide('approve', one.id, fields as object)).status).toBe(400)
      expect((await service.get(one.id))?.status).toBe('pending')
    })
  })

  it('takes the form of a browser, and leads it back', async () => {
    for (const parsed of ['nothing', 'forms', 'json and forms'] as const)
      await withWorld(framework, { parsed }, async ({ ask, desk, revision, service }) => {
        const { id } = await ask()
        const headers = [
          ['Cookie', 'session=ann-is-here'],
          FORM_TYPE,
          ['Accept', 'text/html'],
          ['Sec-Fetch-Site', 'same-origin'],
        ] as const
        const body = new URLSearchParams({ revision: await revision(id), note: 'nö' }).toString()
        const answer = await desk('POST', `/${id}/deny`, { headers, body })
        expect([answer.status, answer.headers['location']]).toEqual([303, `../${id}`])
        expect((await service.get(id))?.decisions).toMatchObject([{ what: 'denied', by: 'ann', note: 'nö' }])
      })
  })

  it('refuses a body that is too large, and answers the next request', async () => {
    await withWorld(framework, {}, async ({ ask, decide, revision, service }) => {
      const { id } = await ask()
      const fields = { revision: await revision(id), note: 'n'.repeat(100_000) }
      expect(told(await decide('deny', id, fields))).toEqual([413, 'decision_too_large'])
      expect((await service.get(id))?.status).toBe('pending')
      await decide('deny', id, { ...fields, note: 'short' })
      expect((await service.get(id))?.status).toBe('denied')
    })
  })

  it('has one winner where two operators decide at once', async () => {
    await withWorld(framework, {}, async ({ ask, decide, revision, service }) => {
      for (let round = 0; round < 10; round++) {
        const { id } = await ask()
        const fields = { revision: await revision(id) }
        const answers = await Promise.all([decide('approve', id, fields), decide('deny', id, fields, BOB)])
        const statuses = answers.map(({ status }) => status)
        expect(statuses.toSorted()).toEqual([200, 409])
        expect((await service.get(id))?.status).toBe(statuses[0] === 200 ? 'active' : 'denied')
        expect((await service.get(id))?.decisions).toHaveLength(1)
      }
    })
  })

  it('answers 503 while the store fails, and goes on when it is back', async () => {
    await withWorld(framework, {}, async ({ ask, desk, decide, revision, turn, errors }) => {
      const { id } = await ask()
      const fields = { revision: await revision(id) }
      turn.storeFails = true
      for (const answer of [await desk('GET', '/'), await desk('GET', `/${id}`), await decide('approve', id, fields)]) {
        expect([...told(answer), answer.headers['retry-after']]).toEqual([503, 'store_unavailable', '5'])
        expect(answer.body).not.toContain('disk')
      }
      expect(errors).toHaveLength(3)
      turn.storeFails = false
      expect((await decide('approve', id, fields)).status).toBe(200)
    })
  })
})
