import type { RequestView } from '../request-view.js'

/**
 * The way from a request's address to where the routes are mounted, relative, so that it holds wherever a proxy has put
 * them: `./`, `../`, or, for the mount without its slash, `./approvals/`.
 * @param depth how many segments the route has below the mount
 */
export function rootOf({ target }: Pick<RequestView, 'target'>, depth: number): string {
  const path = target.split('?', 1)[0] as string
  const up = path.endsWith('/') ? depth : depth - 1
  if (up >= 0) return up === 0 ? './' : '../'.repeat(up)
  return `./${path.slice(path.lastIndexOf('/') + 1)}/`
}
