import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { createTokenService, defineScope, memoryStore } from '@hallpass/core'

/** Prints how many bytes of heap one live token takes in the memory store, after a full collection. */
const TOKENS = 200_000

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

const flow = defineScope({ name: 'flow', routes: ['GET /api/flows/:flowId'], resource: 'flowId', maxTtl: '1h' })
const service = createTokenService({ scopes: [flow], store: memoryStore() })
for (let warm = 0; warm < 1000; warm++) await service.mint(flow, { resourceId: 'warm' })

collect()
const before = process.memoryUsage().heapUsed
for (let index = 0; index < TOKENS; index++) await service.mint(flow, { resourceId: `f-${index}` })
collect()
const perToken = (process.memoryUsage().heapUsed - before) / TOKENS
console.log(
  `memory store: ${perToken.toFixed(0)} bytes per live token, goal 400 (${TOKENS} tokens, Node ${process.versions.node})`,
)
await service.close()
