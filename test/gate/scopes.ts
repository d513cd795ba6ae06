import { defineScope } from '@hallpass/core'

/** Routes of all kinds, for one resource. */
export const flow = defineScope({
  name: 'flow',
  routes: [
    'GET /flows/:flowId',
    'HEAD /flows/:flowId',
    'PUT /flows/:flowId',
    'POST /flows/:flowId/start',
    'GET /flows/:flowId/socket',
  ],
  resource: 'flowId',
  resourceId: () => true,
  maxTtl: '1h',
})

/** Opens one route, once. */
export const once = defineScope({
  name: 'once',
  routes: ['GET /once/:id', 'POST /once/:id'],
  resource: 'id',
  uses: 1,
  maxTtl: '1h',
})
