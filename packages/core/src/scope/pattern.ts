import { parse, type Token } from 'path-to-regexp'
import { HallpassError, shown } from '../errors.js'
import { asPropertyName } from './property-name.js'
import type { Segment } from './scope.js'

/** A path pattern, taken apart. */
export interface Pattern {
  readonly segments: readonly Segment[]
  readonly trailingSlash: boolean
}

/**
 * Reads a pattern in the routers' own syntax, kept to what every router reads alike: literal segments, and placeholders
 * that fill a whole segment.
 * @throws HallpassError `ERR_SCOPE_ROUTES`
 */
export function readPattern(path: string, scope: string): Pattern {
  const refuse: Refuse = (why) => {
    throw new HallpassError('ERR_SCOPE_ROUTES', `scope ${shown(scope)}: path ${shown(path)} ${why}`)
  }
  if (!path.startsWith('/')) refuse('must start with "/"')
  const segments = segmentTokens(tokensOf(path, refuse), refuse)
  if (segments.length === 1 && segments[0]?.length === 0) return { segments: [], trailingSlash: false }
  const trailingSlash = segments.at(-1)?.length === 0
  const filled = trailingSlash ? segments.slice(0, -1) : segments
  return { segments: filled.map((tokens) => readSegment(tokens, refuse)), trailingSlash }
}

type Refuse = (why: string) => never

function tokensOf(path: string, refuse: Refuse): readonly Token[] {
  try {
    return parse(path).tokens
  } catch (cause) {
    return refuse(`is not a pattern that path-to-regexp reads: ${cause instanceof Error ? cause.message : cause}`)
  }
}

/** Groups the tokens by the slashes between them. */
function segmentTokens(tokens: readonly Token[], refuse: Refuse): Token[][] {
  const segments: Token[][] = []
  for (const token of tokens) {
    if (token.type === 'group') refuse('has a group in braces; list its forms as routes of their own')
    if (token.type === 'wildcard') refuse('has a wildcard; name the segments that may vary as placeholders')
    if (token.type === 'text') addText(segments, token.value)
    else segments.at(-1)?.push(token)
  }
  return segments
}

/** What stands before the first slash belongs to the segment that has begun; each slash begins another. */
function addText(segments: Token[][], text: string): void {
  const [same, ...next] = text.split('/')
  if (same) segments.at(-1)?.push({ type: 'text', value: same })
  for (const value of next) segments.push(value === '' ? [] : [{ type: 'text', value }])
}

function readSegment(tokens: readonly Token[], refuse: Refuse): Segment {
  const [token, more] = tokens
  if (!token) return refuse('has an empty segment')
  if (more) return refuse('has a segment that is not one literal or one placeholder')
  if (token.type === 'param')
    return token.name === '__proto__'
      ? refuse('has a placeholder that no object can hold')
      : { placeholder: asPropertyName(token.name) }
  if (token.type === 'text' && CLEAN_LITERAL.test(token.value) && !DOT_SEGMENT.test(token.value))
    return { literal: asPropertyName(token.value) }
  return refuse('has a literal that no canonical request can hold; write RFC 3986 path characters, with no escapes')
}

/** RFC 3986 `pchar` without escapes: routers compare literals raw, so an escaped one would be a second spelling. */
const CLEAN_LITERAL = /^[A-Za-z0-9\-._~!$&'()*+,;=:@]+$/
const DOT_SEGMENT = /^\.\.?$/
