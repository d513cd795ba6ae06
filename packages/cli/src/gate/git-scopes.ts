import { type Duration, defineScope, type RouteDefinition, type Scope } from '@hallpass/core'

/** What {@link gitScopes} takes. */
export interface GitScopesOptions {
  /** The longest life of a token. */
  readonly maxTtl: Duration
  /** The path before a repository's name, such as `/git`. Default none. */
  readonly path?: string
  /** The beginning of the scopes' names. Default `git`: the scopes are `git_read` and `git_write`. */
  readonly name?: string
}

/** A scope whose resource is a repository: the segment of its path, such as `site.git`. */
export type GitScope = Scope<{
  readonly name: string
  readonly routes: readonly RouteDefinition[]
  readonly resource: 'repository'
  readonly maxTtl: Duration
}>

/**
 * Two scopes for git over HTTP (the smart protocol): one to clone and fetch from one repository, one to push as well.
 *
 * A clone or a push is several requests, so no route spends: bound such tokens by their life. Scopes of your own that name
 * branches are not possible: a push names its branches in its body.
 * @throws HallpassError `ERR_SCOPE_NAME`, `ERR_SCOPE_ROUTES`, `ERR_SCOPE_TTL`
 */
export function gitScopes({ maxTtl, path = '', name = 'git' }: GitScopesOptions): {
  readonly read: GitScope
  readonly write: GitScope
} {
  const shared = { resource: 'repository', resourceId: REPOSITORY, maxTtl } as const
  const read: GitScope = defineScope({ ...shared, name: `${name}_read`, routes: routesOf(path, 'git-upload-pack') })
  const write: GitScope = defineScope({
    ...shared,
    name: `${name}_write`,
    routes: routesOf(path, 'git-receive-pack'),
    includes: [read],
  })
  return { read, write }
}

/** No name that git or a shell takes for an option, and none that is hidden. */
const REPOSITORY = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}\.git$/

function routesOf(path: string, service: 'git-upload-pack' | 'git-receive-pack'): readonly RouteDefinition[] {
  return [
    { method: 'GET', path: `${path}/:repository/info/refs`, query: { service } },
    { method: 'POST', path: `${path}/:repository/${service}`, spends: false },
  ]
}
