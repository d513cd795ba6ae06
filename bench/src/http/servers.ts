import type { RequestListener } from 'node:http'
import type { TokenUnderTest } from '../tokens-under-test.js'
import { EXPRESS } from './express-apps.js'
import { KOA } from './koa-apps.js'

/** One kind of server, and the tokens that open its one route. */
export type ServerKind = () => Promise<{
  readonly listener: RequestListener
  readonly tokens: readonly TokenUnderTest[]
}>

/** Every kind by its framework. The first of each is the one that the others are held against. */
export const SERVERS: Readonly<Record<string, Readonly<Record<string, ServerKind>>>> = { express: EXPRESS, koa: KOA }
