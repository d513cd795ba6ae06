import { fileURLToPath } from 'node:url'
import { defineConfig, type UserConfig } from 'vitepress'
import { anchorOf } from './headings.js'
import { repositoryLinks } from './repository-links.js'
import { sidebar } from './sidebar.js'
import { sitePage } from './site-paths.js'

type Plugin = Extract<NonNullable<NonNullable<UserConfig['vite']>['plugins']>[number], { name: string }>

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** What pages look like other than the rest; in the pages themselves it would be in the way of those who read the files. */
const LAYOUTS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  'index.md': { layout: 'home' },
  'explain.md': { aside: false },
  'security.md': { aside: false },
}

export default defineConfig({
  title: 'hallpass',
  description: 'Temporary tokens that open declared routes and nothing else',
  srcDir: '..',
  srcExclude: ['{test,bench}/**', '{packages,examples}/*/!(README).md', '{packages,examples}/*/*/**'],
  rewrites: (path) => sitePage(path) ?? path,
  cacheDir: here('../.tmp/vite'),
  outDir: here('dist'),
  cleanUrls: false,
  lastUpdated: false,
  transformPageData: ({ relativePath, frontmatter }) => ({ frontmatter: { ...frontmatter, ...LAYOUTS[relativePath] } }),
  head: [
    ['link', { rel: 'icon', href: '/mark.svg', type: 'image/svg+xml' }],
    ['meta', { name: 'theme-color', content: '#0f766e' }],
  ],
  markdown: {
    anchor: { slugify: anchorOf },
    theme: { light: 'github-light', dark: 'github-dark' },
    config: repositoryLinks,
  },
  themeConfig: {
    siteTitle: false,
    logo: { light: '/wordmark.svg', dark: '/wordmark-dark.svg', alt: 'hallpass' },
    nav: [
      { text: 'Start', link: '/quickstart-express', activeMatch: '^/quickstart' },
      { text: 'Guides', link: '/guides/oauth-page', activeMatch: '^/(guides|approvals|streams)' },
      { text: 'Try a request', link: '/explain' },
      { text: 'Reference', link: '/reference/', activeMatch: '^/reference' },
      { text: 'Security', link: '/security' },
    ],
    sidebar: sidebar(),
    outline: { level: [2, 3] },
    search: {
      provider: 'local',
      options: { _render: (source, env, markdown) => markdown.render(withoutComments(source), env) },
    },
    externalLinkIcon: true,
    footer: { message: 'MIT licence' },
  },
  vite: {
    publicDir: here('../public'),
    plugins: [vueOfTheSite()],
    build: { chunkSizeWarningLimit: 4000 }, // the index of the search, which is loaded when somebody searches
    resolve: {
      conditions: ['@hallpass/source'],
      alias: {
        'node:crypto': here('in-browser/crypto.ts'),
        'node:perf_hooks': here('in-browser/perf-hooks.ts'),
        'node:diagnostics_channel': here('in-browser/diagnostics-channel.ts'),
      },
    },
  },
})

/** Pages stand all over the repository, where vue is not to be found: it is that of this package. */
function vueOfTheSite(): Plugin {
  return {
    name: 'vue-of-the-site',
    enforce: 'pre',
    resolveId(id, importer) {
      const isOfPage = /^vue(\/|$)/.test(id) && importer?.replace(/\?.*$/, '').endsWith('.md')
      return isOfPage ? this.resolve(id, fileURLToPath(import.meta.url), { skipSelf: true }) : undefined
    },
  }
}

/** The set-up of a block is for the tests that run it, and not to be found by readers. */
function withoutComments(source: string): string {
  return source.replace(/<!-- setup.*?-->/gs, '')
}
