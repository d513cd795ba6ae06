import { describe, expect, it } from 'vitest'
import { PARTS } from '../../docs/.vitepress/sidebar.js'
import { siteLink, sitePage } from '../../docs/.vitepress/site-paths.js'
import { documentPages } from './docs/pages.js'

describe('the site', () => {
  it('has every page in its sidebar, once', () => {
    const listed = PARTS.flatMap(({ pages }) => pages.map(([, path]) => path))
    const written = documentPages()
      .map(({ path }) => path)
      .filter((path) => path !== 'docs/index.md')
    expect(listed.length).toBe(new Set(listed).size)
    expect(written.filter((path) => !listed.includes(path))).toEqual([])
  })

  it('has a place of its own for each page', () => {
    const places = documentPages().map(({ path }) => sitePage(path)?.toLowerCase())
    expect(places).not.toContain(undefined)
    expect(new Set(places).size).toBe(places.length)
  })

  it.each([
    ['docs/http.md', 'lifecycle.md#uses', '/lifecycle.md#uses'],
    ['docs/guides/git.md', '../streams.md', '/streams.md'],
    ['docs/approvals.md', '../examples/approvals', '/examples/approvals.md'],
    ['packages/http/README.md', '../../docs/http.md', '/http.md'],
    ['ARCHITECTURE.md', 'docs/decisions', '/decisions/0001-one-record-for-five-systems.md'],
    ['docs/security.md', '../SECURITY.md', '/project/security.md'],
    ['docs/security.md', '../README.md#what-is-guaranteed', '/project/readme.md#what-is-guaranteed'],
    ['docs/http.md', '#answers', '#answers'],
    ['docs/http.md', 'https://example.com', 'https://example.com'],
    ['docs/security.md', '../packages/core/src/request/target.ts', undefined],
    ['CONTRIBUTING.md', 'LICENSE', undefined],
    ['README.md', 'packages/core/src', undefined],
  ])('from %s, %s leads to %s', (from, link, target) => {
    expect(siteLink(from, link)).toBe(target)
  })

  it('is not built with a link that leads to nothing', () => {
    expect(() => siteLink('README.md', 'docs/no-such.md')).toThrow('README.md links to docs/no-such.md')
  })
})
