import type { ScopeRoute } from '../scope/scope.js'
import { decodeSegment, type Target } from './target.js'

/** The routes of a scope by their segments, so that a decision costs the same with one route as with a thousand. */
export interface RouteTree {
  /** Shows every route whose method and path fit the target. */
  visit(method: string, target: Target, visitor: RouteVisitor): void
}

/**
 * `values` is what the route's placeholders hold, decoded, in their order; it is only lent. `place` is the route's among the
 * routes of the scope.
 */
export type RouteVisitor = (route: ScopeRoute, values: readonly string[], place: number) => void

/** Builds the tree of a scope's routes, once. */
export function createRouteTree(routes: readonly ScopeRoute[]): RouteTree {
  const root = emptyNode()
  for (const [place, route] of routes.entries()) add(root, route, place)
  return { visit: (method, target, visitor) => walk(root, 0, { method, target, visitor, values: [] }) }
}

/** A node with one literal below it holds it itself: a map each would be several looks at cold memory on every way down. */
interface Node {
  literal: string | undefined
  child: Node | undefined
  literals: Map<string, Node> | undefined
  placeholder: Node | undefined
  readonly routes: PlacedRoute[]
}

interface PlacedRoute {
  readonly route: ScopeRoute
  readonly place: number
}

interface Walk {
  readonly method: string
  readonly target: Target
  readonly visitor: RouteVisitor
  readonly values: string[]
}

function emptyNode(): Node {
  return { literal: undefined, child: undefined, literals: undefined, placeholder: undefined, routes: [] }
}

function add(root: Node, route: ScopeRoute, place: number): void {
  let node = root
  for (const segment of route.segments)
    node = 'literal' in segment ? literalChild(node, segment.literal) : placeholderChild(node)
  node.routes.push({ route, place })
}

function literalChild(node: Node, literal: string): Node {
  const known = childOf(node, literal)
  if (known) return known
  const child = emptyNode()
  if (node.literal === undefined) {
    node.literal = literal
    node.child = child
  } else {
    node.literals ??= new Map()
    node.literals.set(literal, child)
  }
  return child
}

function childOf(node: Node, segment: string): Node | undefined {
  return node.literal === segment ? node.child : node.literals?.get(segment)
}

function placeholderChild(node: Node): Node {
  node.placeholder ??= emptyNode()
  return node.placeholder
}

/** Goes down no deeper than the routes do, whatever the length of the target. */
function walk(node: Node, depth: number, at: Walk): void {
  const segment = at.target.segments[depth]
  if (segment === undefined) {
    show(node, at)
    return
  }
  const literal = childOf(node, segment)
  if (literal) walk(literal, depth + 1, at)
  const value = node.placeholder && decodeSegment(segment)
  if (!node.placeholder || value === undefined) return
  at.values.push(value)
  walk(node.placeholder, depth + 1, at)
  at.values.pop()
}

function show(node: Node, { method, target, visitor, values }: Walk): void {
  for (const { route, place } of node.routes)
    if (route.method === method && route.trailingSlash === target.trailingSlash) visitor(route, values, place)
}
