import { defineScope } from '@hallpass/core'

/** Opens one OAuth flow: look at it, and start it. Nothing else, and no other flow. */
export const oauthFlow = defineScope({
  name: 'oauth_flow',
  routes: ['GET /api/oauth/flows/:flowId', 'POST /api/oauth/flows/:flowId/start'],
  resource: 'flowId',
  maxTtl: '10m',
})
