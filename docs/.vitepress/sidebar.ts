import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, sitePage } from './site-paths.js'

/** A part of the sidebar: its heading, and the files of its pages by their paths from the top, with how they are called there. */
export interface SidebarPart {
  readonly text: string
  readonly collapsed?: boolean
  readonly pages: readonly (readonly [text: string, path: string])[]
}

export const PARTS: readonly SidebarPart[] = [
  {
    text: 'Start',
    pages: [
      ['Express in five minutes', 'docs/quickstart-express.md'],
      ['Koa in five minutes', 'docs/quickstart-koa.md'],
      ['Try a request', 'docs/explain.md'],
    ],
  },
  {
    text: 'Guides',
    pages: [
      ['An OAuth page', 'docs/guides/oauth-page.md'],
      ['A magic link', 'docs/guides/magic-link.md'],
      ['A one-time download', 'docs/guides/one-time-download.md'],
      ["Approval of an agent's action", 'docs/approvals.md'],
      ['Tokens for CI', 'docs/guides/ci-tokens.md'],
      ['Git behind the gate', 'docs/guides/git.md'],
      ['WebSockets and EventSource', 'docs/streams.md'],
      ['Several processes', 'docs/guides/several-processes.md'],
      ['Coming from …', 'docs/coming-from.md'],
    ],
  },
  {
    text: 'How it works',
    pages: [
      ['Scopes', 'docs/scopes.md'],
      ['The life of a token', 'docs/lifecycle.md'],
      ['Tokens over HTTP', 'docs/http.md'],
      ['Signed tokens', 'docs/jwt.md'],
      ['Introspection and revocation', 'docs/oauth.md'],
      ['Stores', 'docs/stores.md'],
      ['A store of your own', 'docs/write-your-own-store.md'],
      ['Scaling', 'docs/scaling.md'],
      ['The command', 'docs/cli.md'],
      ['The gate', 'docs/gate.md'],
      ['Security', 'docs/security.md'],
      ['Errors', 'docs/errors.md'],
    ],
  },
  { text: 'Packages', collapsed: true, pages: readmesIn('packages') },
  { text: 'Examples', collapsed: true, pages: readmesIn('examples') },
  {
    text: 'Project',
    collapsed: true,
    pages: [
      ['Overview', 'README.md'],
      ['Architecture', 'ARCHITECTURE.md'],
      ['Contributing', 'CONTRIBUTING.md'],
      ['Reporting a vulnerability', 'SECURITY.md'],
    ],
  },
  { text: 'Decisions', collapsed: true, pages: decisions() },
]

/** The sidebar as VitePress takes it. What is not written yet is left out. */
export function sidebar() {
  return [
    ...PARTS.map(({ text, collapsed, pages }) => ({
      text,
      ...(collapsed === undefined ? {} : { collapsed }),
      items: pages
        .filter(([, path]) => existsSync(join(ROOT, path)))
        .map(([name, path]) => ({ text: name, link: `/${sitePage(path)?.replace(/\.md$/, '')}` })),
    })),
    { text: 'Reference', collapsed: true, items: referencePages() },
  ]
}

function readmesIn(folder: string): readonly (readonly [string, string])[] {
  return readdirSync(join(ROOT, folder))
    .map((name) => `${folder}/${name}/README.md`)
    .filter((path) => existsSync(join(ROOT, path)))
    .map((path) => [titleOf(path), path] as const)
}

function decisions(): readonly (readonly [string, string])[] {
  return readdirSync(join(ROOT, 'docs/decisions')).map(
    (name) => [titleOf(`docs/decisions/${name}`), `docs/decisions/${name}`] as const,
  )
}

function titleOf(path: string): string {
  return /^# (.+)$/m.exec(readFileSync(join(ROOT, path), 'utf8'))?.[1] ?? path
}

/** What TypeDoc has made; it runs before the site is built. */
function referencePages() {
  const folder = join(ROOT, 'docs/reference')
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && name !== 'index.md')
    .map((name) => name.replace(/\.md$/, ''))
    .sort()
    .map((name) => ({ text: name, link: `/reference/${name}` }))
}
