import type { PresentedToken } from './tokens.js'

/**
 * The rule of the design's section 7 read a second time, as one regular expression a route: the route that a token opens
 * for a request, by nothing but method and raw target. The rule and this reading must agree on every request.
 */
export function routeAsDeclared(method: string, target: string, token: PresentedToken): string | undefined {
  if (target.length > 8192) return undefined
  const route = token.scope.routes.find((one) => {
    const found = one.method === method ? expression(one.path).exec(target)?.groups : undefined
    return found !== undefined && Object.entries(found).every(([name, raw]) => fits(name, decoded(raw), token))
  })
  return route && `${route.method} ${route.path}`
}

function fits(name: string, value: string | undefined, { scope, resourceId, fixed }: PresentedToken): boolean {
  if (value === undefined || ['.', '..'].includes(value) || /[/\\]|\p{Cc}/u.test(value)) return false
  return name === scope.resource ? value === resourceId : fixed[name] === undefined || value === fixed[name]
}

const expressions = new Map<string, RegExp>()

/** Placeholders take the characters of RFC 3986 3.3; a query takes what is printable, and no fragment. */
function expression(path: string): RegExp {
  const found = expressions.get(path) ?? compiled(path)
  expressions.set(path, found)
  return found
}

function compiled(path: string): RegExp {
  const literal = path.replace(/\\(.)/g, '$1').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const source = literal.replace(/:(\w+)/g, (_, name) => `(?<${name}>(?:[\\w.~!$&'()*+,;=:@-]|%[\\dA-Fa-f]{2})+)`)
  return new RegExp(`^${source}(?:\\?[!"$-~]*)?$`)
}

function decoded(raw: string): string | undefined {
  try {
    return decodeURIComponent(raw)
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}
