import { type Aim, aimAt, OWN } from '../aim.js'
import { type Bearer, OWN_ID, OWN_TENANT } from '../tokens.js'
import { asBytes } from './bytes.js'
import { OPEN } from './shapes.js'

/** The forms that a request line may take besides the ordinary one, and the limits of the ordinary one. */
export function requestForms(): readonly Aim[] {
  return [...OPEN.flatMap(formsOf), ...withoutPath(), ...long()]
}

function formsOf(open: Aim): readonly Aim[] {
  const path = open.target
  const absolute = [
    'http://e',
    'http://127.0.0.1',
    'https://u:p@e:1',
    'HTTP://E',
    'file://',
    'x://',
    'http://e;',
    'http://[::1',
  ]
  const behind = [
    '#',
    '#x',
    '#/..',
    '?',
    '?x',
    '??',
    '?#',
    '?/../x',
    '?flowId=VICTIM',
    '?x=%',
    '?"',
    '?é',
    '?\\',
    ' ',
    '\t',
    '/',
    '//',
  ]
  const bytes = ['\u00a0', 'é', '\ufeff', '\u2028', '\u{1f600}'].map(asBytes)
  const at = (target: string, bearer: Bearer = OWN): Aim => ({ ...open, target, bearer })
  return [
    open,
    at(path, { id: OWN_ID, tenant: OWN_TENANT }),
    at(path, { id: 'VICTIM' }),
    at(path, { id: OWN_ID, tenant: 'T2' }),
    { ...open, version: '1.0' },
    ...['GET', 'POST', 'HEAD', 'PUT'].map((method) => ({ ...open, method })),
    ...absolute.map((authority) => at(authority + path)),
    ...[...behind, ...bytes, '\u00a0', '\u00e9'].map((end) => at(path + end)),
    ...bytes.map((start) => at(start + path)),
    at(path.toUpperCase()),
    at(path.slice(1)),
    at(path.replaceAll('/', '\\')),
    at(`/${encodeURIComponent(path.slice(1))}`),
  ]
}

function withoutPath(): readonly Aim[] {
  const authority = 'e:443'
  return [
    ...['*', '/', '', 'e', '?', '#', '//', authority, '*?x', '**', 'http://e', 'http://e?x'].map((target) =>
      aimAt(target),
    ),
    ...['CONNECT', 'OPTIONS'].flatMap((method) =>
      [authority, '*', ...OPEN.map((open) => open.target)].map((target) => ({ method, target, bearer: OWN })),
    ),
    aimAt('/api/flows/export', { id: 'export' }),
    aimAt('/api/flows/export/', { id: 'export' }),
    aimAt('/api/flows/EXPORT', { id: 'EXPORT' }),
    aimAt('/api/flows/ex%70ort', { id: 'export' }),
  ]
}

function long(): readonly Aim[] {
  const path = `/api/flows/${OWN_ID}`
  const room = 8192 - path.length
  return [
    aimAt(`${path}?${'x'.repeat(room - 1)}`),
    aimAt(`${path}?${'x'.repeat(room)}`),
    aimAt(path + '/x'.repeat(400)),
    aimAt(path + '%25'.repeat(2000)),
    aimAt('/'.repeat(4000) + path.slice(1)),
  ]
}
