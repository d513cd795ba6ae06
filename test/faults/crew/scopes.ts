import { defineScope } from '@hallpass/core'

/** Used once. */
export const once = defineScope({ name: 'once', routes: 'none', maxTtl: '1h', uses: 1 })
/** Used often. */
export const often = defineScope({ name: 'often', routes: 'none', maxTtl: '1h', uses: 1000 })
/** Used once, when somebody has approved it. */
export const command = defineScope({ name: 'command', routes: 'none', maxTtl: '1h', uses: 1, approval: 'required' })
/** Opens a page of its own once, over HTTP. */
export const page = defineScope({
  name: 'page',
  routes: ['POST /pages/:page'],
  resource: 'page',
  maxTtl: '1h',
  uses: 1,
})
/** A task of a project. */
export const task = defineScope({ name: 'task', routes: ['GET /projects/:project'], resource: 'project', maxTtl: '1h' })

export const SCOPES = [once, often, command, page, task] as const
