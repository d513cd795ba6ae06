import fc from 'fast-check'
import { type Aim, OWN } from '../aim.js'
import { type Bearer, OWN_ID, OWN_TENANT } from '../tokens.js'
import { asBytes } from './bytes.js'

/** The seed of all that is generated: `HALLPASS_SEED`, or another one each time. It is told with the results. */
export const SEED = Number(process.env['HALLPASS_SEED'] ?? Math.floor(Math.random() * 2 ** 31))

/**
 * Requests from a grammar: an open path, changed in up to three places, with what may stand before and behind it. Near
 * misses are dense here, and all that a parser might read as structure is in.
 */
export function generated(count: number, seed: number = SEED): readonly Aim[] {
  return fc.sample(aims, { numRuns: count, seed })
}

const literals = ['api', 'flows', 'start', 't', 'docs', 'm', 'files', 'export', 'admin', OWN_TENANT, OWN_ID, 'VICTIM']
const dots = ['.', '..', '...', '%2e', '%2E%2e', '.%2e', '..;', '%252e%252e', '%c0%ae', '.\\', '..\\']
const escapes = ['%2f', '%2F', '%5c', '%00', '%0a', '%20', '%09', '%3b', '%3f', '%23', '%25', '%252f', '%41', '%4D']
const broken = ['%', '%%', '%z', '%zz', '%u0041', '%ED%A0%80', '%FF', '%C0%AF', '%E2%84']
const delimiters = ['#', '#', '?', '?', ';', ';x=1', '\\', ':', '@', '&', '=']
const marks = ['{', '}', '|', '^', '`', '"', "'", '<', '>', '[', ']', '*', '+', '!', '$', ',', '(', ')']
const bytes = ['é', 'ſ', '\u212a', 'İ', '\u00a0', '\ufeff', ' ', '\t', '\0', '\x7f'].map(asBytes)

const odd = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...dots, ...escapes) },
  { weight: 2, arbitrary: fc.constantFrom(...delimiters) },
  { weight: 2, arbitrary: fc.constantFrom(...marks) },
  { weight: 1, arbitrary: fc.constantFrom(...broken, ...bytes) },
)

const piece = fc.oneof(
  { weight: 5, arbitrary: odd },
  { weight: 1, arbitrary: fc.constantFrom('', ...literals) },
  { weight: 2, arbitrary: fc.tuple(odd, fc.constantFrom('x', ...literals)).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.tuple(fc.constantFrom('x', ...literals), odd).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: fc.tuple(odd, fc.integer({ min: 2, max: 8 })).map(([text, times]) => text.repeat(times)) },
)

type Segments = readonly string[]

/** A change of a path at one of its segments. */
type Change = (segments: Segments, place: number, text: string) => Segments

const changes: readonly Change[] = [
  (segments, place, text) => segments.toSpliced(place, 0, text),
  (segments, place, text) => segments.with(place, text),
  (segments, place, text) => segments.with(place, segments[place] + text),
  (segments, place, text) => segments.with(place, text + segments[place]),
  (segments, place) => segments.toSpliced(place, 1),
  (segments, place) => segments.with(place, flipCase(segments[place] ?? '')),
  (segments, place) => segments.with(place, escapeFirst(segments[place] ?? '')),
  (segments, place, text) => segments.toSpliced(place, 0, text, '..'),
  (segments, place) => [...segments.slice(0, place), ...segments],
]

const openSegments: readonly Segments[] = [
  ['api', 'flows', OWN_ID],
  ['t', OWN_TENANT, 'flows', OWN_ID],
  ['docs', OWN_ID],
  ['m', 'flows', OWN_ID],
  ['api', 'flows', OWN_ID, 'start'],
]

interface Made {
  readonly apply: Change
  readonly at: number
  readonly text: string
}

const change: fc.Arbitrary<Made> = fc.record({ apply: fc.constantFrom(...changes), at: fc.nat(), text: piece })

const changesOf = fc.oneof(
  { weight: 3, arbitrary: fc.array(change, { minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.array(change, { minLength: 2, maxLength: 3 }) },
)

const path = fc
  .record({
    segments: fc.constantFrom(...openSegments),
    made: changesOf,
    slash: fc.constantFrom('/', '/', '/', '/', '/', '/', '//', '\\', '%2f'),
  })
  .map(({ segments, made, slash }) => `/${made.reduce(applied, segments).join('/').replace('/', slash)}`)

function applied(segments: Segments, { apply, at, text }: Made): Segments {
  return segments.length === 0 ? segments : apply(segments, at % segments.length, text)
}

const before = fc.oneof(
  { weight: 8, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: fc.constantFrom('http://e', 'https://e:1', 'http://u@e', 'file://', 'x://y') },
  {
    weight: 1,
    arbitrary: fc.constantFrom('//e', '/', '/.', '/..', '/x/..', '*', '\\', '/;', 'http://e;', 'http://[::1'),
  },
)

const behind = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  {
    weight: 2,
    arbitrary: fc.constantFrom('/', '#', '?', ';', '//', '#/x', '/.', '/..', '%2f', '%20', ' ', '?a=/../b', '??'),
  },
  { weight: 1, arbitrary: piece },
)

const bearers: readonly Bearer[] = [OWN, OWN, OWN, { id: OWN_ID, tenant: OWN_TENANT }, { id: 'export' }]

const aims: fc.Arbitrary<Aim> = fc
  .record({
    method: fc.constantFrom('GET', 'GET', 'GET', 'GET', 'POST', 'HEAD'),
    before,
    path,
    behind,
    bearer: fc.constantFrom(...bearers),
  })
  .map(({ method, bearer, ...parts }) => ({ method, bearer, target: parts.before + parts.path + parts.behind }))

function flipCase(text: string): string {
  return text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase()
}

function escapeFirst(text: string): string {
  return text === '' ? text : `%${text.charCodeAt(0).toString(16).padStart(2, '0')}${text.slice(1)}`
}
