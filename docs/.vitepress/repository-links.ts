import type { MarkdownEnv, MarkdownRenderer } from 'vitepress'
import { ROOT, siteLink } from './site-paths.js'

/** Lets links of the repository work on the site. A link to a file that is no page there becomes text with its path. */
export function repositoryLinks(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push('repository-links', ({ tokens, env }) => {
    const from = pathOf(env)
    for (const { children } of tokens) retarget(children ?? [], from)
  })
}

type Inline = NonNullable<ReturnType<MarkdownRenderer['parse']>[number]['children']>

function retarget(tokens: Inline, from: string): void {
  let isText = false
  for (const token of tokens) {
    if (token.type === 'link_open') {
      const link = token.attrGet('href') ?? ''
      const target = siteLink(from, link)
      isText = target === undefined
      if (target !== undefined) token.attrSet('href', target)
      else
        Object.assign(token, {
          tag: 'span',
          attrs: [
            ['class', 'source'],
            ['title', link.replace(/^(\.\.?\/)+/, '')],
          ],
        })
    } else if (token.type === 'link_close' && isText) {
      token.tag = 'span'
      isText = false
    }
  }
}

function pathOf({ realPath, path = '' }: Partial<MarkdownEnv>): string {
  return (realPath ?? path).slice(ROOT.length)
}
