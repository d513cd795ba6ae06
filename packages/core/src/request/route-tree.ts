import type { ScopeRoute } from '../scope/scope.js'
import { decodeSegment, type Target } from './target.js'

/** The routes of a scope by their segments, so that a decision costs the same with one route as with a thousand. */
export interface RouteTree {
  /** Shows every route whose method and path fit the target. */
  visit(method: string, target: Target, visitor: RouteVisitor): void
}

/** `values` is what the route's placeholders hold, decoded, in their order; it is only lent. */
export type RouteVisitor = (route: ScopeRoute, values: readonly string[]) => void

/** Builds the tree of a scope's routes, once. */
export function createRouteTree(routes: readonly ScopeRoute[]): RouteTree {
  const root = emptyNode()
  for (const route of routes) add(root, route)
  return { visit: (method, target, visitor) => walk(root, 0, { method, target, visitor, values: [] }) }
}

interface Node {
  readonly literals: Map<string, Node>
  placeholder: Node | undefined
  readonly routes: ScopeRoute[]
}

interface Walk {
  readonly method: string
  readonly target: Target
  readonly visitor: RouteVisitor
  readonly values: string[]
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
function walk(node: Node, depth: number, at: Walk): void {
  const segment = at.target.segments[depth]
  if (segment === undefined) {
    show(node, at)
    return
  }
  const literal = node.literals.get(segment)
  if (literal) walk(literal, depth + 1, at)
  const value = node.placeholder && decodeSegment(segment)
  if (!node.placeholder || value === undefined) return
  at.values.push(value)
  walk(node.placeholder, depth + 1, at)
  at.values.pop()
}

function show(node: Node, { method, target, visitor, values }: Walk): void {
  for (const route of node.routes)
    if (route.method === method && route.trailingSlash === target.trailingSlash) visitor(route, values)
}
