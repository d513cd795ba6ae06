import { defineScope } from '@hallpass/core'

/** A token that is used once, by whoever comes first. */
export const single = defineScope({ name: 'single', routes: 'none', maxTtl: '1h', uses: 1 })
