import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isCanonical } from '../../packages/cli/src/gate/canonical.js'
import { describeWith, findProgram } from '../describe-with.js'
import { type Aim, distinct } from '../differential/aim.js'
import { sendAll, type WireAnswer } from '../differential/client/send-all.js'
import { CORPORA } from '../differential/corpora/aims.js'
import { describeWithCorpora } from '../differential/corpora/describe-with-corpora.js'
import { armed, type Case, toWire } from '../differential/run/run-cases.js'
import { generated, SEED } from '../differential/targets/generated.js'
import { headerNoise } from '../differential/targets/header-noise.js'
import { requestForms } from '../differential/targets/request-forms.js'
import { createTokens } from '../differential/tokens.js'
import { type Front, noteJudged, startBehindCaddy, startBehindNginx, startProxy, startReaders } from './fronts.js'

const GENERATED = 4000

/** What the upstream in Python tells of a request. */
interface Told {
  readonly method: string
  readonly target: string
  readonly told: Readonly<Record<string, string | null>>
  /** By the name of a router: the id that its route binds. */
  readonly read: Readonly<Record<string, string | null>>
}

/** A request that came through, with what was judged and what arrived. */
interface Through {
  readonly one: Case
  readonly judged: string | undefined
  readonly arrived: Told
}

const FRONTS = { nginx: startBehindNginx, caddy: startBehindCaddy, 'the proxy': startProxy } as const

describeWith('python3', 'what the gate judges and what the upstream gets', (python) => {
  describe.each(Object.keys(FRONTS) as (keyof typeof FRONTS)[])('behind %s', (name) => {
    const suite = (work: () => void) => (name === 'the proxy' ? work() : describeWith(name, `of ${name}`, work))
    suite(() => {
      describe(`generated requests (HALLPASS_SEED=${SEED})`, () => {
        holdTheProperty(python, name, () => [...generated(GENERATED), ...requestForms()])
      })
      describeWithCorpora('the bypass lists', (folder) => {
        const sent = holdTheProperty(python, name, () => CORPORA['bypass lists']?.(folder) ?? [])
        it('catch what a gate inside an application may let through: some upstream reads it otherwise', async () => {
          expect(await misreadOf(sent())).toBeGreaterThan(0)
        })
      })
    })
  })
})

/** What was sent, with what and to whom. */
interface Sent {
  readonly cases: readonly Case[]
  readonly tokens: ReturnType<typeof createTokens>
  readonly readers: Front
}

/** Tests that hold for all requests; what was sent in them can be asked for in further tests. */
function holdTheProperty(python: string, name: keyof typeof FRONTS, aims: () => readonly Aim[]): () => Sent {
  const tokens = createTokens()
  let cases: readonly Case[]
  let through: readonly Through[]
  let readers: Front

  beforeAll(async () => {
    readers = await startReaders(python)
    cases = await armed(distinct(aims()), tokens)
    through = await sendThrough(name, tokens, readers, cases)
    console.log(`${name}: ${cases.length} requests, ${through.length} of them came through`)
  }, 300_000)

  afterAll(() => readers?.stop())

  it('are the same bytes, for every 2xx', () => {
    expect(through.length).toBeGreaterThan(50)
    const differing = through.filter(({ judged, arrived }) => judged !== arrived.target)
    expect(differing).toEqual([])
    expect(through.filter(({ one, arrived }) => one.method !== arrived.method)).toEqual([])
  })

  it('bind the own resource to one route, however the upstream reads them', () => {
    const wrong = through.filter(({ one, arrived }) =>
      Object.values(arrived.read).some((id) => id !== one.token.resourceId),
    )
    expect(wrong).toEqual([])
  })

  it("bring the grant in the gate's words", () => {
    const wrong = through.filter(
      ({ one: { token }, arrived: { told } }) =>
        told['Token-Id'] !== token.text.slice(3, 19) ||
        told['Scope'] !== token.scope.name ||
        told['Resource'] !== encodeURIComponent(token.resourceId),
    )
    expect(wrong).toEqual([])
  })

  return () => ({ cases, tokens, readers })
}

/** Of the requests that only a gate inside the application would let through: how many some router of the upstream reads otherwise. */
async function misreadOf({ cases, tokens, readers }: Sent): Promise<number> {
  const loose: Case[] = []
  for (const one of cases)
    if (!isCanonical(one.target) && (await tokens.service.validate(one.token.text, one)).ok) loose.push(one)
  const answers = await sendAll(readers.port, loose.map(toWire), { window: 1 })
  return answers.filter((answer, index) => {
    const arrived = toldBy(answer)
    return arrived && Object.values(arrived.read).some((id) => id !== loose[index]?.token.resourceId)
  }).length
}

async function sendThrough(
  name: keyof typeof FRONTS,
  { service }: ReturnType<typeof createTokens>,
  readers: Front,
  cases: readonly Case[],
): Promise<readonly Through[]> {
  const front = await FRONTS[name](service, readers.port)
  const judged = noteJudged()
  try {
    const answers = await sendAll(front.port, cases.map(toWire))
    return answers.flatMap((answer, index) => {
      const one = cases[index] as Case
      const arrived = one.method === 'HEAD' ? undefined : toldBy(answer)
      return arrived ? [{ one, judged: judged.at(index), arrived }] : []
    })
  } finally {
    judged.stop()
    await front.stop()
  }
}

/** The upstream always has something to tell: a 2xx without a body, such as Go's own to `OPTIONS *`, is not its. */
function toldBy(answer: WireAnswer | undefined): Told | undefined {
  if (!answer || answer === 'closed' || answer.status < 200 || answer.status > 299) return undefined
  return answer.body === '' ? undefined : (JSON.parse(answer.body) as Told)
}

describeWith('nginx', 'nginx before the gate', () => {
  const python = findProgram('python3') ?? ''
  const tokens = createTokens()
  let readers: Front
  let front: Front

  beforeAll(async () => {
    readers = await startReaders(python)
    front = await startBehindNginx(tokens.service, readers.port)
  })

  afterAll(async () => {
    await front?.stop()
    await readers?.stop()
  })

  const send = async (target: string, lines: readonly string[], id = 'MINE') => {
    const token = await tokens.of({ id })
    const text = [`GET ${target} HTTP/1.1`, 'Host: app', `Authorization: Bearer ${token?.text}`, ...lines, '', ''].join(
      '\r\n',
    )
    const [answer] = await sendAll(front.port, [{ method: 'GET', text }])
    return answer
  }

  it("believes nothing that a client says in the proxy's name", async () => {
    for (const noise of headerNoise().filter((line) => !/^host/i.test(line))) {
      expect(await send('/api/flows/VICTIM', [noise]), noise).toMatchObject({ status: 403 })
      expect(await send('/api/flows/MINE', [noise]), noise).toMatchObject({ status: 200 })
    }
  })

  it('lets no client speak in the name of the gate', async () => {
    const lines = [
      'X-Hallpass-Token-Id: evil',
      'X_Hallpass_Scope: evil',
      'x-hallpass-resource: evil',
      'Connection: x-hallpass-resource',
    ]
    const answer = await send('/api/flows/MINE', lines)
    const token = await tokens.of({ id: 'MINE' })
    expect(toldBy(answer)?.told).toEqual({
      'Token-Id': token?.text.slice(3, 19),
      Scope: 'any_tenant',
      Resource: 'MINE',
    })
  })

  it('hands on the challenges in one line, Basic first', async () => {
    const text = 'GET /api/flows/MINE HTTP/1.1\r\nHost: app\r\n\r\n'
    const [answer] = await sendAll(front.port, [{ method: 'GET', text }])
    const head = answer === 'closed' ? '' : (answer?.head ?? '')
    expect(head.match(/^www-authenticate: .*$/gim)).toEqual([
      'www-authenticate: Basic realm="hallpass", charset="UTF-8", Bearer realm="hallpass"',
    ])
  })

  it('keeps the place of its question to itself', async () => {
    for (const target of ['/_hallpass', '/x/../_hallpass', '/%5Fhallpass'])
      expect(await send(target, ['X-Original-URI: /api/flows/MINE', 'X-Original-Method: GET'])).toMatchObject({
        status: 404,
      })
  })
})
