import { defineScope } from '@hallpass/core'

export const read = defineScope({
  name: 'repo:read',
  routes: ['GET /repos/:repo/files'],
  resource: 'repo',
  anyResource: true,
  maxTtl: '1h',
})

export const write = defineScope({
  name: 'repo:write',
  routes: ['PUT /repos/:repo/files'],
  resource: 'repo',
  anyResource: true,
  includes: [read],
  maxTtl: '1h',
})

/** Its tokens need more than a look at their scope. */
export const download = defineScope({
  name: 'download',
  routes: ['POST /files/:file'],
  resource: 'file',
  uses: 1,
  maxTtl: '1h',
})

export const command = defineScope({ name: 'command', routes: 'none', approval: 'required', maxTtl: '1h' })

export const session = defineScope({ name: 'session', routes: 'none', bindings: ['device'], maxTtl: '1h' })

/** Registered where tokens are minted, and no longer where they are looked at. */
export const gone = defineScope({ name: 'gone', routes: 'none', maxTtl: '1h' })
