import type { Grant } from '@hallpass/core'

/** The grants as they are stored: `params` and `resourceId` of the first are columns. */
export type StoredGrants = readonly [Omit<Grant, 'params' | 'resourceId'>, ...(readonly Grant[])]
