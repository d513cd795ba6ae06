import { gitScopes } from 'hallpass'

/** `git_read` clones and fetches, `git_write` pushes as well: one repository each, for a working day at most. */
export const { read, write } = gitScopes({ maxTtl: '8h' })
