import { existsSync } from 'node:fs'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The top of the repository: pages are read from all over it. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** What is a page of the site, by its path from the top, and where it stands there. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/^docs\/(?!node_modules\/)(.+\.md)$/, '$1'],
  [/^(packages|examples)\/([^/]+)\/README\.md$/, '$1/$2.md'],
  [/^(README|SECURITY|ARCHITECTURE|CONTRIBUTING)\.md$/, 'project/$1.md'],
]

/** Where a file of the repository stands on the site, such as `guides/git.md`; `undefined` where it is no page. */
export function sitePage(path: string): string | undefined {
  const place = PLACES.find(([pattern]) => pattern.test(path))
  return place && path.replace(place[0], place[1]).replace(/^project\/.+/, (page) => page.toLowerCase())
}

/**
 * A link of a page, as it works where the repository is read, turned into the one that works on the site: `undefined` for
 * what is no page there.
 * @throws Error where it leads to nothing
 */
export function siteLink(from: string, link: string): string | undefined {
  if (/^([a-z]+:|#|\/)/.test(link)) return link
  const [file = '', heading] = link.split('#')
  const target = fileOf(posix.join(posix.dirname(from), file))
  const page = sitePage(target)
  if (!existsSync(join(ROOT, target))) throw new Error(`${from} links to ${link}, which is not there`)
  return page && `/${page}${heading === undefined ? '' : `#${heading}`}`
}

/** A folder is read by its README; that of decisions has none, and its first page stands for it. */
function fileOf(path: string): string {
  const folder = path.replace(/\/$/, '')
  if (folder === 'docs/decisions') return 'docs/decisions/0001-one-record-for-five-systems.md'
  const readme = `${folder}/README.md`
  return existsSync(join(ROOT, readme)) ? readme : folder
}
