import { describe, expect, it } from 'vitest'
import { GATES, PLACEMENTS } from './apps/app-setup.js'
import { EXPRESS } from './apps/express-app.js'
import { KOA } from './apps/koa-app.js'
import type { Exchange } from './exchange.js'
import { ROUTES } from './routes.js'
import { runExchange } from './run-exchange.js'
import { AMBIGUOUS_ONES } from './table/ambiguous.js'
import { CLOSING, OPENING } from './table/opening.js'
import { PRESENTING } from './table/presenting.js'
import { REFUSING } from './table/refusing.js'
import { SPENDING } from './table/spending.js'

const TABLE: readonly Exchange[] = [...OPENING, ...CLOSING, ...PRESENTING, ...AMBIGUOUS_ONES, ...REFUSING, ...SPENDING]

/** Headers of a framework or of the moment. */
const ITS_OWN = ['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding', 'x-powered-by']

describe.each(PLACEMENTS)('F1 A13 exchanges with routes at the %s', (placement) => {
  describe.each(GATES)('behind %s', (gate) => {
    const exchanges = TABLE.filter(({ gates = ['guard', 'both', 'at-guard'] }) => gates.includes(gate))

    it.each(exchanges)('$name', async (exchange) => {
      const setup = { placement, gate, routes: ROUTES }
      const express = await runExchange(EXPRESS, setup, exchange)
      expect(express.expected, 'Express').toEqual(exchange.expect)
      const koa = await runExchange(KOA, setup, exchange)
      expect(koa.expected, 'Koa').toEqual(exchange.expect)
      expect(comparable(koa.response)).toEqual(comparable(express.response))
    })
  })
})

/** A 404 is a framework's own page; all else is hallpass's, and the same for all. */
function comparable({ status, headers, body }: Awaited<ReturnType<typeof runExchange>>['response']) {
  const own = status === 404 ? Object.keys(headers) : ITS_OWN
  const others = Object.entries(headers).filter(([name]) => !own.includes(name))
  return { status, headers: Object.fromEntries(others.sort()), body: status === 404 ? '' : body }
}
