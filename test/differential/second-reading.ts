import type { PresentedToken } from './tokens.js'

/**
 * The rule of the design's section 7 read a second time, as one regular expression a route: whether a token opens a
 * request, by nothing but method and raw target. The rule and this reading must agree on every request.
 */
export function opensAsDeclared(method: string, target: string, token: PresentedToken): boolean {
  if (target.length > 8192) return false
  return token.scope.routes.some((route) => {
    const found = route.method === method ? expression(route.path).exec(target)?.groups : undefined
    return found !== undefined && Object.entries(found).every(([name, raw]) => fits(name, decoded(raw), token))
  })
}

function fits(name: string, value: string | undefined, { resourceId, tenant }: PresentedToken): boolean {
  if (value === undefined || ['.', '..'].includes(value) || /[/\\]|\p{Cc}/u.test(value)) return false
  return name === 'flowId' ? value === resourceId : tenant === undefined || value === tenant
}

const expressions = new Map<string, RegExp>()

/** Placeholders take the characters of RFC 3986 3.3; a query takes what is printable, and no fragment. */
function expression(path: string): RegExp {
  const source = path.replace(/:(\w+)/g, (_, name) => `(?<${name}>(?:[\\w.~!$&'()*+,;=:@-]|%[\\dA-Fa-f]{2})+)`)
  const found = expressions.get(path) ?? new RegExp(`^${source}(?:\\?[!"$-~]*)?$`)
  expressions.set(path, found)
  return found
}

function decoded(raw: string): string | undefined {
  try {
    return decodeURIComponent(raw)
  } catch (error) {
    if (error instanceof URIError) return undefined
    throw error
  }
}
