import { defineScope } from '@hallpass/core'

/** Runs one exact command, once, for the session that asked, if an operator approves it within five minutes. */
export const runCommand = defineScope({
  name: 'run_command',
  routes: ['POST /commands/:commandId/run'],
  resource: 'commandId',
  uses: 1,
  maxTtl: '5m',
  approval: 'required',
  bindings: ['session'],
  fingerprint: true,
})
