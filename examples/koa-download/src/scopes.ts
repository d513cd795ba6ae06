import { defineScope } from '@hallpass/core'

/** Opens one download, once. Only POST is opened: to look at the page is not to download. */
export const download = defineScope({
  name: 'download',
  routes: ['POST /downloads/:statementId'],
  resource: 'statementId',
  uses: 1,
  maxTtl: '1d',
})
