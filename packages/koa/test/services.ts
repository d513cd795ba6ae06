import { createTokenService, defineScope, memoryStore, type TokenService } from '@hallpass/core'

export const flow = defineScope({
  name: 'flow',
  routes: ['GET /api/flows/:flowId', 'POST /api/flows/:flowId/start'],
  resource: 'flowId',
  maxTtl: '15m',
})

export const deep = defineScope({ name: 'deep', routes: ['GET /api/deep'], maxTtl: '15m' })

export const root = defineScope({ name: 'root', routes: ['GET /api'], maxTtl: '15m' })

export const file = defineScope({
  name: 'file',
  routes: ['POST /files/:fileId'],
  resource: 'fileId',
  uses: 1,
  maxTtl: '1h',
})

export function createService(): TokenService {
  return createTokenService({ scopes: [flow, deep, root, file], store: memoryStore() })
}
