import { expect, it } from 'vitest'
import type { ReceivedResponse, SentRequest } from '../exchanges/client.js'
import { PLACEMENTS } from './apps/app-setup.js'
import { EXPRESS } from './apps/express-app.js'
import { KOA } from './apps/koa-app.js'
import { ANN, FORM_TYPE, JSON_TYPE, type World, withWorld } from './world.js'

const PAGE = ['Accept', 'text/html'] as const
const OWN = ['Sec-Fetch-Site', 'same-origin'] as const

/** Requests whose answers do not depend on the framework. `ID` and `REVISION` stand for those of a token that waits. */
const ASKED: readonly (Partial<SentRequest> & Pick<SentRequest, 'method' | 'target'>)[] = [
  { method: 'GET', target: '' },
  { method: 'GET', target: '/', headers: [ANN, PAGE] },
  { method: 'HEAD', target: '/', headers: [ANN, PAGE] },
  { method: 'GET', target: '/', headers: [] },
  { method: 'GET', target: '/', headers: [PAGE] },
  { method: 'GET', target: '/ID' },
  { method: 'GET', target: '/ID', headers: [ANN, PAGE] },
  { method: 'GET', target: '/ID/', headers: [ANN, PAGE] },
  { method: 'GET', target: '/0123456789abcdef', headers: [ANN, PAGE] },
  { method: 'GET', target: '/..%2f', headers: [ANN] },
  { method: 'GET', target: '/approvals.js' },
  { method: 'GET', target: '/approvals.css' },
  { method: 'HEAD', target: '/events' },
  { method: 'POST', target: '/ID/approve', headers: [ANN, FORM_TYPE, PAGE, OWN], body: 'revision=other' },
  { method: 'POST', target: '/ID/approve', headers: [ANN, FORM_TYPE, PAGE], body: 'revision=REVISION' },
  { method: 'POST', target: '/ID/approve', headers: [ANN, ['Content-Type', 'text/plain']], body: 'revision=REVISION' },
  { method: 'POST', target: '/ID/approve', headers: [ANN] },
  { method: 'POST', target: '/ID/approve', headers: [ANN, JSON_TYPE], body: '{"revision":"REVISION"}' },
  { method: 'POST', target: '/ID/deny', headers: [ANN, FORM_TYPE, PAGE, OWN], body: 'revision=REVISION' },
  { method: 'POST', target: '/ID/deny/', headers: [ANN, FORM_TYPE, PAGE, OWN], body: 'revision=REVISION' },
]

const ITS_OWN = ['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'x-powered-by']

it.each(PLACEMENTS)('F1 the approval routes have the same answers on Express and Koa, at the %s', async (placement) => {
  const answers = await Promise.all([EXPRESS, KOA].map((framework) => withWorld(framework, { placement }, answersOf)))
  const [express, koa] = answers
  expect(express?.map(({ status }) => status)).toEqual([
    200, 200, 200, 403, 403, 200, 200, 200, 404, 404, 200, 200, 200, 409, 403, 415, 415, 200, 303, 303,
  ])
  expect(koa).toEqual(express)
})

async function answersOf(world: World): Promise<readonly ReceivedResponse[]> {
  const answers: ReceivedResponse[] = []
  for (const asked of ASKED) {
    const { id } = await world.ask()
    const revision = await world.revision(id)
    const named = (text: string) => text.replaceAll('ID', id).replaceAll('REVISION', revision)
    const body = asked.body === undefined ? {} : { body: named(asked.body) }
    const answer = await world.desk(asked.method, named(asked.target), { headers: asked.headers ?? [ANN], ...body })
    answers.push(comparable(answer, [id, revision]))
    await world.service.revoke(id, { by: 'ann' })
  }
  return answers
}

/** Ids are random, and so are the digests of what they are in. */
function comparable({ status, headers, body }: ReceivedResponse, named: readonly string[]): ReceivedResponse {
  const shared = Object.entries(headers).filter(([name]) => !ITS_OWN.includes(name))
  const plain = (text: string) =>
    named.reduce((left, name) => left.replaceAll(name, '…'), text).replace(/data-shown="[^"]*"/, 'data-shown')
  return {
    status,
    headers: Object.fromEntries(shared.map(([name, value]) => [name, plain(value)]).sort()),
    body: plain(body),
  }
}
