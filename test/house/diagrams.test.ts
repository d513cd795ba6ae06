import {
  createTokenService,
  defineScope,
  memoryStore,
  REFUSAL_REASONS,
  type TokenService,
  type TokenStatus,
} from '@hallpass/core'
import { ANSWERS } from '@hallpass/http'
import { describe, expect, it } from 'vitest'
import { filesUnder, readText } from './repository.js'
import { partsOf } from './svg-parts.js'

const plain = defineScope({ name: 'plain', routes: ['POST /a/:id'], resource: 'id', uses: 1, maxTtl: '1h' })
const asked = defineScope({
  ...{ name: 'asked', routes: ['POST /b/:id'], resource: 'id', uses: 1, maxTtl: '1h' },
  approval: 'required',
})

/** Everything that can happen to a token. */
const HAPPENINGS: Readonly<Record<string, (live: Live) => unknown>> = {
  approve: ({ service, id }) => service.approve(id, { by: 'olga' }),
  deny: ({ service, id }) => service.deny(id, { by: 'olga' }),
  revoke: ({ service, id }) => service.revoke(id, { by: 'olga' }),
  'last use': ({ service, token, scope }) => service.consume(token, { scope, resourceId: 'x' }),
  time: (live) => live.pass(3_600_000),
}

/** A way to each status, as what happens after the mint. */
const WAYS: Readonly<Record<TokenStatus, readonly [scope: 'plain' | 'asked', ...happenings: string[]]>> = {
  active: ['plain'],
  pending: ['asked'],
  consumed: ['plain', 'last use'],
  denied: ['asked', 'deny'],
  revoked: ['plain', 'revoke'],
  expired: ['plain', 'time'],
}

interface Live {
  readonly service: TokenService
  readonly id: string
  readonly token: string
  readonly scope: string
  readonly pass: (time: number) => void
}

async function broughtTo(status: TokenStatus): Promise<Live> {
  let now = 0
  const service = createTokenService({ scopes: [plain, asked], store: memoryStore(), now: () => now })
  const [scope, ...happenings] = WAYS[status]
  const { id, token } = await service.mint(scope, { resourceId: 'x', createdBy: 'ann' })
  const live: Live = {
    service,
    id,
    token,
    scope,
    pass: (time) => {
      now += time
    },
  }
  for (const happening of happenings) await HAPPENINGS[happening]?.(live)
  return live
}

/** Every change of status that the service makes, tried out: each happening, on a token of each status. */
async function transitions(): Promise<readonly string[]> {
  const found: string[] = ['mint: active', 'mint: pending']
  for (const from of Object.keys(WAYS) as TokenStatus[])
    for (const [by, happens] of Object.entries(HAPPENINGS)) {
      const live = await broughtTo(from)
      await happens(live)
      const to = (await live.service.get(live.id))?.status
      if (to !== from) found.push(`${from} ${by}: ${to}`)
    }
  return found.sort()
}

describe('the picture of the life of a token', () => {
  const svg = readText('docs/images/lifecycle.svg')

  it('has every status, by its name', () => {
    const states = partsOf(svg, 'state').map(({ data, words }) => [data['state'], ...words])
    expect(states.sort()).toEqual(
      Object.keys(WAYS)
        .sort()
        .map((status) => [status, status]),
    )
  })

  it('has every change that the service makes, and no other', async () => {
    const edges = partsOf(svg, 'edge').map(({ data: { from, by, to } }) => `${from} ${by}: ${to}`.trim())
    expect(edges.sort()).toEqual(await transitions())
  })

  it('calls each change what it is', () => {
    const called = partsOf(svg, 'edge').filter(({ data, words }) => data['by'] !== 'mint' && words[0] !== data['by'])
    expect(called).toEqual([])
  })
})

describe('the picture of the decision', () => {
  const checks = partsOf(readText('docs/images/decision.svg'), 'check')

  it('has the checks in their order', () => {
    expect(checks.map(({ data }) => data['reason'])).toEqual([...REFUSAL_REASONS])
  })

  it('has the reason and the status of each refusal', () => {
    expect(checks.map(({ words: [, status, reason] }) => [reason, status])).toEqual(
      REFUSAL_REASONS.map((reason) => [reason, String(ANSWERS[reason].status)]),
    )
  })
})

describe.each(filesUnder('docs').filter((path) => path.endsWith('.svg')))('%s', (path) => {
  const svg = readText(path)

  it('has a title for those who do not see it', () => {
    expect(svg).toMatch(/^<svg [^>]*role="img" aria-labelledby="title( about)?">\s*<title id="title">[^<]+<\/title>/)
  })

  it('loads nothing and runs nothing', () => {
    expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /https?:|<script|\son\w+=|@import|href=|<foreignObject/i,
    )
  })
})
