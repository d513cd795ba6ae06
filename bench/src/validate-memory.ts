import { hash } from 'node:crypto'
import { createTokenService, defineScope, memoryStore } from '@hallpass/core'
import { checksum } from '../../packages/core/src/token/checksum.js'
import { type Competitor, interleave } from './interleave.js'
import { report } from './report.js'

const TOKENS = 65_536
const flow = defineScope({
  name: 'flow',
  routes: ['GET /api/oauth/flows/:flowId', 'POST /api/oauth/flows/:flowId/start'],
  resource: 'flowId',
  maxTtl: '1h',
})

const service = createTokenService({ scopes: [flow], store: memoryStore() })
const minted = await Promise.all(
  Array.from({ length: TOKENS }, async (_, index) => ({
    text: (await service.mint(flow, { resourceId: `f-${index}` })).token,
    request: { method: 'GET', target: `/api/oauth/flows/f-${index}` },
  })),
)
const strangers = await Promise.all(
  Array.from({ length: 4096 }, async (_, index) => {
    const other = createTokenService({ scopes: [flow], store: memoryStore() })
    return (await other.mint(flow, { resourceId: `f-${index}` })).token
  }),
)

/** What every such check costs at the least: the format of the text, one digest, one look into a map. */
const digests = new Map(minted.map(({ text }) => [text.slice(3, 19), hash('sha256', text, 'base64url')]))
const SHAPE = /^hp_[A-Za-z0-9]{54}$/
function floorCheck(text: string): boolean {
  if (!SHAPE.test(text) || checksum(text.slice(0, -6)) !== text.slice(-6)) return false
  return digests.get(text.slice(3, 19)) === hash('sha256', text, 'base64url')
}

let turn = 0
const next = () => minted[(turn = (turn + 7919) % TOKENS)] as (typeof minted)[number]

async function timesOf(times: number, call: (index: number) => Promise<{ readonly ok: boolean }>, expected: boolean) {
  for (let index = 0; index < times; index++) if ((await call(index)).ok !== expected) throw new Error('wrong answer')
}

const competitors: readonly Competitor[] = [
  {
    name: 'floor: format, SHA-256, Map.get',
    run(times) {
      for (let index = 0; index < times; index++) if (!floorCheck(next().text)) throw new Error('wrong answer')
    },
  },
  {
    name: 'floor, awaited',
    async run(times) {
      for (let index = 0; index < times; index++)
        if (!(await Promise.resolve(floorCheck(next().text)))) throw new Error('wrong answer')
    },
  },
  {
    name: 'validate',
    run: (times) =>
      timesOf(
        times,
        () => {
          const { text, request } = next()
          return service.validate(text, request)
        },
        true,
      ),
  },
  {
    name: 'refuse: nothing presented',
    run: (times) => timesOf(times, () => service.validate(undefined, next().request), false),
  },
  {
    name: 'refuse: malformed',
    run: (times) => timesOf(times, () => service.validate('hp_nonsense', next().request), false),
  },
  {
    name: 'refuse: unknown',
    run: (times) => timesOf(times, (index) => service.validate(strangers[index % 4096], next().request), false),
  },
  {
    name: 'refuse: wrong route',
    run: (times) => timesOf(times, () => service.validate(next().text, { method: 'GET', target: '/other' }), false),
  },
]

report('validate, memory store, 65,536 tokens', await interleave(competitors))
