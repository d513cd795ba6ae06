import { METHODS } from 'node:http'
import { createTokenService, memoryStore } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { aimAt } from './aim.js'
import { ONCE, SPENDING_APPS } from './apps/spending-apps.js'
import { describeWithCorpora } from './corpora/describe-with-corpora.js'
import { readLines } from './corpora/read.js'
import { type Case, runCases } from './run/run-cases.js'

/** The request that spends, for each route of the scope. */
const SPENDERS = [
  { method: 'POST', target: '/once/f-1' },
  { method: 'GET', target: '/link/f-1' },
] as const

/** Headers of clients that look ahead, and headers that speak of another method. */
const HEADERS: readonly (readonly string[])[] = [
  [],
  ['Sec-Purpose: prefetch'],
  ['Sec-Purpose: prefetch;prerender'],
  ['Purpose: prefetch'],
  ['X-Moz: prefetch'],
  ['X-HTTP-Method-Override: POST'],
  ['X-HTTP-Method: GET'],
  ['X-Method-Override: POST'],
]

const isPrefetch = (headers: readonly string[]) =>
  headers.some((line) => line.endsWith('prefetch') || line.includes('prefetch;'))

const OWN_METHODS = [...METHODS, 'get', 'Post', 'FOO']

describe.each(['Express', 'Koa'] as const)('%s: methods', (framework) => {
  runsAtMostOnce(framework, () => OWN_METHODS)
})

describeWithCorpora('methods of the bypass lists', (folder) => {
  describe.each(['Express', 'Koa'] as const)('%s', (framework) => {
    runsAtMostOnce(framework, () => readLines(folder, 'bypass-lists/nomore403-httpmethods.txt'))
  })
})

function runsAtMostOnce(framework: keyof typeof SPENDING_APPS, methods: () => readonly string[]): void {
  it('F5 runs a spending handler for the method that spends, once, and for nothing else', async () => {
    const service = createTokenService({ scopes: [ONCE], store: memoryStore() })
    const attempts = SPENDERS.flatMap((spender) =>
      methods().flatMap((method) => HEADERS.map((headers) => ({ spender, method, headers }))),
    )
    const cases: Case[] = []
    for (const { spender, method, headers } of attempts) {
      const { token: text } = await service.mint(ONCE, { resourceId: 'f-1' })
      const spend = {
        ...aimAt(spender.target),
        method: spender.method,
        token: { text, scope: ONCE, resourceId: 'f-1', fixed: {} },
      }
      const attempt = { ...spend, method, headers }
      cases.push(attempt, spend, attempt, spend)
    }
    const results = await runCases(cases, (ledger) => SPENDING_APPS[framework](ledger, service), {
      window: 1,
      connections: 1,
    })
    const runs = attempts.map((_, index) =>
      results.slice(index * 4, index * 4 + 4).map(({ entry }) => entry?.ran.length ?? 0),
    )
    expect(runs).toEqual(
      attempts.map(({ spender, method, headers }) =>
        method === spender.method && !isPrefetch(headers) ? [1, 0, 0, 0] : [0, 1, 0, 0],
      ),
    )
  })
}
