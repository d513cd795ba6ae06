import { type Aim, aimAt } from '../aim.js'
import { spellings } from '../targets/bytes.js'
import { OWN_ID, OWN_TENANT } from '../tokens.js'
import { asOwnId, asTenant, atEveryPlace, atTheEnd, OPEN } from '../targets/shapes.js'
import { readJson, readLines, textsAt } from './read.js'

/** Every corpus by its name, as requests to the application of the study. */
export const CORPORA: Readonly<Record<string, (folder: string) => readonly Aim[]>> = {
  'bypass lists': bypassLists,
  'traversal lists': traversalLists,
  'URL vectors': urlVectors,
  'parser vectors': parserVectors,
  'path-to-regexp': pathToRegexpCases,
  'measured targets': measuredTargets,
}

function bypassLists(folder: string): readonly Aim[] {
  const pieces = ['bypass-lists/nomore403-midpaths.txt', 'bypass-lists/nomore403-endpaths.txt'].flatMap((file) =>
    readLines(folder, file),
  )
  return pieces.flatMap((piece) => [...atEveryPlace(piece), ...atTheEnd(piece), ...asTenant(piece), ...asOwnId(piece)])
}

/** The lists name a file that an attacker wants; here it is an open path. The longest list goes one way each. */
function traversalLists(folder: string): readonly Aim[] {
  const short = ['pat-deep_traversal.txt', 'pat-directory_traversal.txt', 'pat-traversals-8-deep-exotic-encoding.txt']
  const ways = short.flatMap((file) => readLines(folder, `traversal/${file}`)).map(toOpenPath)
  const long = readLines(folder, 'traversal/pat-dotdotpwn.txt.gz').map(toOpenPath)
  return [
    ...ways.flatMap((way) => STARTS.map((start) => aimAt(start + way))),
    ...long.map((way, index) => aimAt(STARTS[index % STARTS.length] + way)),
  ]
}

const STARTS = ['/', '/files/', `/t/${OWN_TENANT}/`, `/api/flows/${OWN_ID}/`, '/docs/'] as const

const OPEN_FILE = `api/flows/${OWN_ID}`

const WANTED_FILE = /\{FILE\}|etc\/(?:passwd|issue)|boot\.ini|windows\/(?:win\.ini|system32\/drivers\/etc\/hosts)/gi

function toOpenPath(way: string): string {
  return way.replace(WANTED_FILE, OPEN_FILE)
}

function urlVectors(folder: string): readonly Aim[] {
  const vectors = readJson(folder, 'wpt/urltestdata.json')
  const setters = readJson(folder, 'wpt/setters_tests.json')
  const texts = [...textsAt(vectors, 'input'), ...textsAt(vectors, 'pathname'), ...textsAt(setters, 'new_value')]
  const pieces = [...new Set(texts)].flatMap(spellings)
  return pieces.flatMap((piece) => [
    aimAt(piece),
    aimAt(`/${piece}`),
    ...atTheEnd(piece),
    ...asTenant(piece),
    ...asOwnId(piece),
  ])
}

function parserVectors(folder: string): readonly Aim[] {
  const targets = textsAt(readJson(folder, 'http-parser/llhttp-request-vectors.json'), 'url').flatMap(spellings)
  return targets.flatMap((target) => [aimAt(target), ...OPEN.map((open) => ({ ...open, target: target + open.target }))])
}

function pathToRegexpCases(folder: string): readonly Aim[] {
  const cases = readJson(folder, 'p2r/path-to-regexp-8-cases.json')
  const pieces = [...new Set([...textsAt(cases, 'path'), ...textsAt(cases, 'input')])].flatMap(spellings)
  return pieces.flatMap((piece) => [
    aimAt(piece),
    ...atEveryPlace(piece),
    ...asTenant(piece.replace(/^\//, '')),
    ...asOwnId(piece.replace(/^\//, '')),
  ])
}

/** Targets that were measured before, for the id `A`, and as they would be for the study's own. */
function measuredTargets(folder: string): readonly Aim[] {
  const rows = textsAt(readJson(folder, 'study/measured-request-targets.json'), 'target')
  return [...new Set(rows)].flatMap((target) => [
    aimAt(target, { id: 'A' }),
    aimAt(target, { id: 'A', tenant: OWN_TENANT }),
    aimAt(target, { id: 'export' }),
    aimAt(target.replaceAll('A', OWN_ID)),
  ])
}
