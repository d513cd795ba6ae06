/** The configuration that `init` writes, for a store by its URL; without the URL where that may hold a password. */
export function configText(store: string): string {
  return `// What the command \`hallpass\` works with. Share the scopes with your application: import them from its own module.
import { defineScope } from '@hallpass/core'
import { defineConfig } from 'hallpass'

// A permission: the routes that its tokens open, for one resource id, for a limited time.
const report = defineScope({
  name: 'report',
  routes: ['GET /reports/:reportId'],
  resource: 'reportId', // this placeholder is the resource id
  maxTtl: '1h', // the longest life of a token
  // uses: 1,                 how often spending routes may be taken
  // approval: 'required',    a token opens nothing until somebody approves it
})

export default defineConfig({
  scopes: [report],

${storeText(store)}
  // As in createTokenService of your application, where they are set there:
  // prefix: 'hp',
  // pepper: { current: '2025', keys: { 2025: process.env.HALLPASS_PEPPER } },
  // retention: '5m',
})
`
}

/** Whether a configuration may show a URL. That of a server may hold a password, in more places than before an `@`. */
export function isKept(store: string): boolean {
  return /^(?:sqlite|file):/.test(store)
}

function storeText(store: string): string {
  const about =
    '  // sqlite:tokens.db, file:./tokens, postgres://…, redis://…; --store and HALLPASS_STORE go before it.'
  if (isKept(store)) return `${about}\n  store: ${JSON.stringify(store)},\n`
  return `${about}\n  // The URL of a server may hold a password, so it is not kept here: set HALLPASS_STORE.\n`
}
