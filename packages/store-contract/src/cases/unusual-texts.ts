import type { TokenRecord } from '@hallpass/core'
import { grantOf, recordOf } from '../record-of.js'

/** Texts that a store may stumble over: names of every object, quotes of every language, what matches patterns, what looks like something else. */
export const UNUSUAL_TEXTS: readonly string[] = [
  '',
  ' ',
  ' padded ',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  "'; DROP TABLE hallpass_tokens; --",
  '"double" and \\back\\slash\\',
  'a","b',
  '["a"]',
  '{"a":1}',
  '$1 %s :name ? @id',
  '%',
  '_',
  '*',
  'a{b}c',
  'null',
  'undefined',
  'true',
  '007',
  '1e3',
  'line\nbreak\r\nand\ttab',
  'a\u2028b\u2029c',
  '\u0001\u007f',
  'Grüße',
  'Gru\u0308ße',
  'ЖЗ',
  'مرحبا',
  '日本語',
  '🎟️👩‍👩‍👧',
  '\uffff',
]

/** A record that holds every unusual text at every place of free text. */
export function unusualRecord(): TokenRecord {
  const everyPair = Object.fromEntries(UNUSUAL_TEXTS.map((text, index) => [text, UNUSUAL_TEXTS.at(-1 - index) ?? '']))
  const all = UNUSUAL_TEXTS.join('|')
  return recordOf({
    attempts: UNUSUAL_TEXTS,
    grants: UNUSUAL_TEXTS.map((text) => grantOf({ scope: text, resourceId: text, params: everyPair, routes: [text] })),
    bindings: everyPair,
    subject: all,
    name: all,
    createdBy: all,
    parent: all,
    fingerprint: all,
    pepper: all,
    roles: UNUSUAL_TEXTS,
    metadata: { ...everyPair, list: UNUSUAL_TEXTS },
    holds: UNUSUAL_TEXTS.map((id) => ({ id, until: 1 })),
    decisions: UNUSUAL_TEXTS.map((text) => ({ what: 'approved', by: text, at: 1, note: text })),
  })
}
