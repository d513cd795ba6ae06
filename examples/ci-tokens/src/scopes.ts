import { defineScope } from '@hallpass/core'

/** What a person signs in to. It opens no URL: code asks for it, and mints within it. */
export const account = defineScope({ name: 'account', routes: 'none', maxTtl: '8h' })

/** Looks at what was built. */
export const repoRead = defineScope({
  name: 'repo:read',
  routes: ['GET /repos/:repo/builds'],
  resource: 'repo',
  anyResource: true,
  maxTtl: '1d',
  ttl: '15m',
})

/** Builds and deploys, and may look as well. */
export const repoWrite = defineScope({
  name: 'repo:write',
  routes: ['POST /repos/:repo/builds', 'POST /repos/:repo/deployments'],
  resource: 'repo',
  anyResource: true,
  includes: [repoRead],
  maxTtl: '1d',
  ttl: '15m',
})
