import type { ScopeRoute } from '../scope/scope.js'
import { decodeSegment, type Target } from './target.js'

/** The routes of a scope by their segments, so that a decision costs the same with one route as with a thousand. */
export interface RouteTree {
  /** Every route whose method and path fit the target, with what its placeholders hold, in order of the path. */
  find(method: string, target: Target): readonly PathMatch[]
}

export interface PathMatch {
  readonly route: ScopeRoute
  /** Decoded, in the order of the route's placeholders. */
  readonly values: readonly string[]
}

/** Builds the tree of a scope's routes, once. */
export function createRouteTree(routes: readonly ScopeRoute[]): RouteTree {
  const root = emptyNode()
  for (const route of routes) add(root, route)
  return {
    find(method, target) {
      const found: PathMatch[] = []
      walk(root, 0, [], { method, target, found })
      return found
    },
  }
}

interface Node {
  readonly literals: Map<string, Node>
  placeholder: Node | undefined
  readonly routes: ScopeRoute[]
}

interface Walk {
  readonly method: string
  readonly target: Target
  readonly found: PathMatch[]
}

const emptyNode = (): Node => ({ literals: new Map(), placeholder: undefined, routes: [] })

function add(root: Node, route: ScopeRoute): void {
  let node = root
  for (const segment of route.segments)
    node = 'literal' in segment ? literalChild(node, segment.literal) : placeholderChild(node)
  node.routes.push(route)
}

function literalChild(node: Node, literal: string): Node {
  const child = node.literals.get(literal) ?? emptyNode()
  node.literals.set(literal, child)
  return child
}

function placeholderChild(node: Node): Node {
  node.placeholder ??= emptyNode()
  return node.placeholder
}

/** Goes down no deeper than the routes do, whatever the length of the target. */
function walk(node: Node, depth: number, values: readonly string[], at: Walk): void {
  const segment = at.target.segments[depth]
  if (segment === undefined) {
    collect(node, values, at)
    return
  }
  const literal = node.literals.get(segment)
  if (literal) walk(literal, depth + 1, values, at)
  const value = node.placeholder && decodeSegment(segment)
  if (node.placeholder && value !== undefined) walk(node.placeholder, depth + 1, [...values, value], at)
}

function collect(node: Node, values: readonly string[], { method, target, found }: Walk): void {
  for (const route of node.routes)
    if (route.method === method && route.trailingSlash === target.trailingSlash) found.push({ route, values })
}
