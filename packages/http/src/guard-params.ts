import type { Scope } from '@hallpass/core'
import { wrong } from './option-checks.js'
import type { RequestView } from './request-view.js'

/** The router's names of placeholders, by the scope's; `undefined` where none differs. */
export type ParameterNames = Readonly<Record<string, string>> | undefined

/**
 * Checks the `params` of a guard: each is a placeholder of one of its scopes.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function readParameterNames(names: ParameterNames, scopes: readonly Scope[]): ParameterNames {
  if (names === undefined) return undefined
  if (typeof names !== 'object' || names === null)
    throw wrong('guard', 'params', 'an object such as { flowId: "id" }', names)
  const placeholders = new Set(scopes.flatMap(({ routes }) => routes.flatMap((route) => route.placeholders)))
  for (const [placeholder, name] of Object.entries(names)) {
    if (!placeholders.has(placeholder))
      throw wrong(
        'guard',
        'params',
        `named by placeholders of the scopes (${[...placeholders].join(', ')})`,
        placeholder,
      )
    if (typeof name !== 'string' || name === '')
      throw wrong('guard', `params.${placeholder}`, "the router's name of the placeholder", name)
  }
  return Object.freeze({ ...names })
}

/** The request with the router's values under the scope's names. A name that the router did not bind stays unbound. */
export function renamed<R>(request: RequestView<R>, names: ParameterNames): RequestView<R> {
  return names ? { ...request, params: renamedParams(request.params ?? {}, names) } : request
}

/** Bound values under the scope's names. */
export function renamedParams<V>(
  bound: Readonly<Record<string, V | undefined>>,
  names: ParameterNames,
): Readonly<Record<string, V | undefined>> {
  const values = { ...bound }
  for (const [placeholder, name] of Object.entries(names ?? {})) values[placeholder] = bound[name]
  return values
}
