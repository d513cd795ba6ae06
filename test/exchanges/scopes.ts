import { defineScope } from '@hallpass/core'

/** Looks and starts, as often as it lives. */
export const flow = defineScope({
  name: 'flow',
  routes: ['GET /api/oauth/flows/:flowId', 'POST /api/oauth/flows/:flowId/start'],
  resource: 'flowId',
  maxTtl: '15m',
})

/** A download, once, by GET. */
export const file = defineScope({
  name: 'file',
  routes: [{ method: 'GET', path: '/api/oauth/files/:fileId', spends: true }],
  resource: 'fileId',
  uses: 1,
  maxTtl: '1h',
})

/** Three orders. */
export const order = defineScope({
  name: 'order',
  routes: ['POST /api/oauth/orders/:orderId'],
  resource: 'orderId',
  uses: 3,
  maxTtl: '1h',
})

/** A flow of one tenant. */
export const tenant = defineScope({
  name: 'tenant',
  routes: ['GET /api/oauth/tenants/:tenant/flows/:flowId'],
  resource: 'flowId',
  maxTtl: '15m',
})

/** A repository, to read. */
export const repository = defineScope({
  name: 'repository',
  routes: [{ method: 'GET', path: '/api/oauth/repositories/:name', query: { service: 'git-upload-pack' } }],
  resource: 'name',
  maxTtl: '15m',
})

export const ALL_SCOPES = [flow, file, order, tenant, repository]
