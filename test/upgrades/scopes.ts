import { defineScope } from '@hallpass/core'

/** A room that may be entered as often as one likes. */
export const room = defineScope({
  name: 'room',
  routes: ['GET /rooms/:room'],
  resource: 'room',
  bindings: ['device?'],
  maxTtl: '1h',
})

/** A room that is entered once. */
export const ticket = defineScope({
  name: 'ticket',
  routes: [{ method: 'GET', path: '/socket/:room', spends: true }],
  resource: 'room',
  uses: 1,
  maxTtl: '1m',
})

/** A room that somebody must let one into. */
export const knock = defineScope({
  name: 'knock',
  routes: ['GET /knock/:room'],
  resource: 'room',
  approval: 'required',
  maxTtl: '1h',
})
