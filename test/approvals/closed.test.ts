import { describe, expect, it } from 'vitest'
import type { SentRequest } from '../exchanges/client.js'
import { basicOf } from '../exchanges/table/requests.js'
import { ANN, FORM_TYPE, FRAMEWORKS, JSON_TYPE, told, type World, withWorld } from './world.js'

const routesOf = (id: string) =>
  [
    ['GET', '/'],
    ['GET', '/events'],
    ['GET', '/approvals.js'],
    ['GET', '/approvals.css'],
    ['GET', `/${id}`],
    ['POST', `/${id}/approve`],
    ['POST', `/${id}/deny`],
  ] as const

/** Every way in which a request can carry a token, beside the cookie of an operator. */
const CARRIED: readonly (readonly [how: string, request: (token: string) => Partial<SentRequest>])[] = [
  ['as bearer', (token) => ({ headers: [ANN, ['Authorization', `Bearer ${token}`]] })],
  ['as Basic user', (token) => ({ headers: [ANN, ['Authorization', basicOf(token, 'x')]] })],
  ['as Basic password', (token) => ({ headers: [ANN, ['Authorization', basicOf('git', token)]] })],
  ['in the header of its own', (token) => ({ headers: [ANN, ['X-Hallpass-Token', token]] })],
  ['in a header of any name', (token) => ({ headers: [ANN, ['X-Mine', token]] })],
  ['in a cookie', (token) => ({ headers: [['Cookie', `session=ann-is-here; __Host-t=${token}`]] })],
]

const decisionOf = async ({ revision }: World, id: string) => JSON.stringify({ revision: await revision(id) })

/** Nothing came of it: the token waits as before, and nothing has run. */
async function expectUndecided({ service, ran }: World, id: string): Promise<void> {
  expect(await service.get(id)).toMatchObject({ status: 'pending', decisions: [] })
  expect(ran).toEqual([])
}

describe.each(FRAMEWORKS)('the approval routes on $name are closed', (framework) => {
  it.each(CARRIED)('B10 to who carries the token %s, whoever is signed in', async (_, request) => {
    await withWorld(framework, {}, async (world) => {
      const { token, id } = await world.ask()
      const body = await decisionOf(world, id)
      for (const [method, path] of routesOf(id)) {
        const { headers = [] } = request(token)
        const sent = method === 'POST' ? { headers: [...headers, JSON_TYPE], body } : { headers }
        expect(told(await world.desk(method, path, sent))).toEqual([403, 'token_presented'])
      }
      expect(told(await world.desk('GET', `/?t=${token}`))).toEqual([403, 'token_presented'])
      await expectUndecided(world, id)
    })
  })

  it('B10 to who sends the token as a field of the decision, whoever is signed in', async () => {
    await withWorld(framework, {}, async (world) => {
      const { token, id } = await world.ask()
      const revision = await world.revision(id)
      const asJson = { headers: [ANN, JSON_TYPE], body: JSON.stringify({ revision, t: token }) }
      const asForm = {
        headers: [ANN, FORM_TYPE, ['Sec-Fetch-Site', 'same-origin']] as const,
        body: `revision=${revision}&t=${token}`,
      }
      for (const sent of [asJson, asForm])
        expect(told(await world.desk('POST', `/${id}/approve`, sent))).toEqual([403, 'token_presented'])
      await expectUndecided(world, id)
    })
  })

  it('B10 to a token that is of no use any more, and to one of the wrong shape', async () => {
    await withWorld(framework, {}, async ({ service, ask, desk }) => {
      const { token, id } = await ask()
      await service.revoke(id, { by: 'ann' })
      for (const presented of [token, 'hp_short'])
        expect(told(await desk('GET', '/', { headers: [ANN, ['Authorization', `Bearer ${presented}`]] }))).toEqual([
          403,
          'token_presented',
        ])
    })
  })

  it('B10 to who is not signed in, and to who says so in the body', async () => {
    await withWorld(framework, {}, async (world) => {
      const { id } = await world.ask()
      const revision = await world.revision(id)
      for (const cookie of ['', 'session=guessed', 'session=ann']) {
        const headers = [['Cookie', cookie], JSON_TYPE] as const
        const body = JSON.stringify({ revision, by: 'ann', approver: 'ann', note: 'n' })
        for (const [method, path] of routesOf(id))
          expect(told(await world.desk(method, path, method === 'POST' ? { headers, body } : { headers }))).toEqual([
            403,
            'operator_required',
          ])
      }
      await expectUndecided(world, id)
    })
  })

  it('B10 to whoever asked for the token, until somebody else decides', async () => {
    await withWorld(framework, {}, async (world) => {
      const { id, token } = await world.ask({ createdBy: 'ann' })
      const fields = { revision: await world.revision(id), by: 'bob' }
      expect(told(await world.decide('approve', id, fields))).toEqual([403, 'self_approval'])
      await expectUndecided(world, id)
      expect(told(await world.run(token))).toEqual([403, 'approval_pending'])
      const bob = ['Cookie', 'session=bob-is-here'] as const
      expect((await world.decide('approve', id, fields, bob)).status).toBe(200)
      expect((await world.run(token)).body).toBe('ran')
    })
  })

  it('B10 behind authenticate, which knows of no token that opens them', async () => {
    await withWorld(framework, { authenticates: true }, async (world) => {
      const { id, token } = await world.ask()
      await world.service.approve(id, { by: 'bob' })
      const headers = [ANN, ['Authorization', `Bearer ${token}`], ['X-Session', 's-1'], ['X-Argv', 'git push']] as const
      expect(told(await world.desk('GET', '/', { headers }))).toEqual([403, 'route_not_allowed'])
      expect((await world.desk('GET', '/')).status).toBe(200)
    })
  })

  it.each([
    ['a page of another site', [FORM_TYPE, ['Sec-Fetch-Site', 'cross-site']]],
    ['a page of another origin of the same site', [FORM_TYPE, ['Sec-Fetch-Site', 'same-site']]],
    ['a page of another origin, over plain http', [FORM_TYPE, ['Origin', 'http://evil.example']]],
    ['a page that hides its origin', [FORM_TYPE, ['Origin', 'null']]],
    ['a form that says nothing of its origin', [FORM_TYPE]],
    ['a script of another site', [JSON_TYPE, ['Sec-Fetch-Site', 'cross-site']]],
  ] as const)('to decisions of %s, in the operator’s own browser', async (_, headers) => {
    await withWorld(framework, {}, async (world) => {
      const { id } = await world.ask()
      const revision = await world.revision(id)
      const body = headers[0] === JSON_TYPE ? JSON.stringify({ revision }) : `revision=${revision}`
      for (const what of ['approve', 'deny']) {
        const answer = await world.desk('POST', `/${id}/${what}`, { headers: [ANN, ...headers], body })
        expect(told(answer)).toEqual([403, 'cross_site_refused'])
      }
      await expectUndecided(world, id)
    })
  })

  it('to methods that are not theirs, and to other sites that ask for leave', async () => {
    await withWorld(framework, {}, async (world) => {
      const { id } = await world.ask()
      for (const method of ['PUT', 'PATCH', 'DELETE'])
        for (const path of ['/', `/${id}`, `/${id}/approve`])
          expect((await world.desk(method, path)).status).toBeGreaterThanOrEqual(404)
      expect((await world.desk('GET', `/${id}/approve`)).status).toBeGreaterThanOrEqual(404)
      const headers = [
        ['Origin', 'https://evil.example'],
        ['Access-Control-Request-Method', 'POST'],
      ] as const
      const preflight = await world.desk('OPTIONS', `/${id}/approve`, { headers })
      expect(Object.keys(preflight.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
      await expectUndecided(world, id)
    })
  })
})
