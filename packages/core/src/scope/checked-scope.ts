import type { RouteDefinition, ScopeDefinition } from './definition.js'

/**
 * The compile-time half of {@link defineScope}: a definition that is wrong becomes a type whose `error` is a sentence.
 * The sentence is wrapped in an object type, since a bare literal collapses to `never` and takes inference with it.
 */
export type CheckedScope<D extends ScopeDefinition> = {
  readonly routes: D['routes'] extends readonly unknown[] ? CheckedRoutes<D['routes'], D> : D['routes']
}

type CheckedRoutes<R extends readonly unknown[], D extends ScopeDefinition> = {
  readonly [K in keyof R]: CheckedRoute<R[K], D>
}

type CheckedRoute<R, D extends ScopeDefinition> = [PathOf<R>] extends [never]
  ? { readonly error: 'A route is "METHOD /path", or { method, path }.' }
  : [RouteProblem<PathOf<R>, D> | MemberProblem<R>] extends [never]
    ? R
    : { readonly error: RouteProblem<PathOf<R>, D> | MemberProblem<R> }

type MemberProblem<R> = R extends RouteDefinition
  ? Exclude<keyof R, keyof RouteDefinition> extends infer Unknown extends string
    ? `"${Unknown}" is not a member of a route.`
    : never
  : never

type RouteProblem<P extends string, D extends ScopeDefinition> = string extends P
  ? never
  : P extends `/${string}`
    ? P extends `${string}*${string}` | `${string}{${string}`
      ? `The path "${P}" has a wildcard or a group, and a scope takes neither.`
      : ResourceProblem<P, D> | FreeProblem<D>
    : `The path "${P}" does not start with "/".`

type ResourceProblem<P extends string, D extends ScopeDefinition> = D['resource'] extends infer R extends string
  ? string extends R
    ? never
    : R extends PlaceholderNames<P>
      ? never
      : `The path "${P}" lacks the placeholder ":${R}", which is the resource of the scope.`
  : never

type FreeProblem<D extends ScopeDefinition> = D['free'] extends readonly (infer F extends string)[]
  ? string extends F
    ? never
    : Exclude<F, PathPlaceholders<D>> extends infer Missing extends string
      ? [Missing] extends [never]
        ? never
        : `The free placeholder ":${Missing}" is in no route of the scope.`
      : never
  : never

/** The path of a route, in short or long form. */
export type PathOf<R> = R extends `${string} ${infer P}`
  ? P
  : R extends RouteDefinition
    ? R['path']
    : R extends string
      ? string extends R
        ? string
        : never
      : never

/** The names of a path's placeholders, as a union. */
export type PlaceholderNames<P extends string> = P extends `${string}/:${infer Rest}`
  ? Rest extends `${infer Name}/${infer More}`
    ? Name | PlaceholderNames<`/${More}`>
    : Rest
  : never

/** The names of all placeholders of a definition's routes. */
export type PathPlaceholders<D extends ScopeDefinition> = D['routes'] extends readonly (infer R)[]
  ? R extends unknown
    ? PlaceholderNames<PathOf<R>>
    : never
  : never
