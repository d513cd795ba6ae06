import { defineScope } from '@hallpass/core'

/** Runs one exact command, once, from one session, after somebody approved it. */
export const command = defineScope({
  name: 'run_command',
  routes: ['POST /commands/:commandId/run'],
  resource: 'commandId',
  maxTtl: '5m',
  uses: 1,
  approval: 'required',
  bindings: ['session'],
  fingerprint: true,
})
