import { defineScope } from '@hallpass/core'

/** A scope whose live tokens are counted, with limits that no test reaches. */
export const limited = defineScope({
  name: 'limited',
  routes: 'none',
  maxTtl: '1h',
  maxLive: { total: 1_000_000, perSubject: 1_000_000 },
})
