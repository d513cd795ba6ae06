import { defineScope } from '@hallpass/core'

/** Opens one note of the application behind nginx. */
export const note = defineScope({
  name: 'note',
  routes: ['GET /notes/:noteId', { method: 'PUT', path: '/notes/:noteId' }],
  resource: 'noteId',
  maxTtl: '1h',
})
