import { parse as parseQuery } from 'node:querystring'
import { createTokenService, defineScope, memoryStore } from '@hallpass/core'
import express from 'express'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

/** What a reader finds at the name `action`: all of it, in one text. */
type Reader = (query: string) => string

const shown = (value: unknown): string => JSON.stringify(value) ?? 'nothing'
const pairsOf = (query: string, separator: RegExp): readonly (readonly [string, string])[] =>
  query.split(separator).map((text) => {
    const [name = '', ...rest] = text.split('=')
    return [lenient(name), lenient(rest.join('='))]
  })

/** Decodes what can be decoded, and leaves the rest, as readers in C do. */
function lenient(text: string): string {
  const bytes = text
    .replaceAll('+', ' ')
    .replace(/%([0-9A-Fa-f]{2})/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString()
}

/** The values of `action` in a reader of its own kind: how it splits, and how it takes a name. */
const model =
  (separator: RegExp, nameOf: (name: string) => string): Reader =>
  (query) =>
    shown(pairsOf(query, separator).flatMap(([name, value]) => (nameOf(name) === 'action' ? [value] : [])))

const expressReader = (kind: 'simple' | 'extended'): Reader => {
  const read = express().set('query parser', kind).get('query parser fn') as (query: string) => Record<string, unknown>
  return (query) => {
    const { action } = read(query)
    return shown(typeof action === 'string' ? [action] : action)
  }
}

/** Parsers that are out there, and the ways in which others read names. */
const READERS: Readonly<Record<string, Reader>> = {
  'Express, simple': expressReader('simple'),
  'Express, extended': expressReader('extended'),
  'node:querystring': (query) => shown([parseQuery(query).action].flat()),
  URLSearchParams: (query) => shown(new URLSearchParams(query).getAll('action')),
  'one that splits at semicolons too': model(/[&;]/, (name) => name),
  'one that is blind to case': model(/&/, (name) => name.toLowerCase()),
  'one that trims': model(/&/, (name) => name.trim()),
  'one that ends at NUL': model(/&/, (name) => name.split('\0')[0] ?? ''),
  'one that changes dots and spaces, as PHP': model(/&/, (name) =>
    (name.trimStart().split('[')[0] ?? '').replace(/[ .]/g, '_'),
  ),
  'one to which a dot is a member': model(/&/, (name) => name.split('.')[0] ?? ''),
}

const piece = fc.constantFrom(
  ...['action', 'Action', '%61ction', 'acti%6Fn', 'action%00', 'action.x', 'x', 'view', 'delete', '%76iew'],
  ...[
    '=',
    '=',
    '&',
    '&',
    ';',
    '%3B',
    '%26',
    '%3D',
    '[',
    ']',
    '[]',
    '%5B',
    '%5D',
    '.',
    '+',
    '%20',
    '%',
    '%zz',
    '?',
    '/',
  ],
)
const query = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc
    .tuple(fc.array(piece, { maxLength: 8 }), fc.boolean())
    .map(([pieces, behind]) => (behind ? `action=view&${pieces.join('')}` : `${pieces.join('')}&action=view`)),
)

describe('a route that names a query parameter', async () => {
  const scope = defineScope({
    name: 'view',
    routes: [{ method: 'GET', path: '/x', query: { action: 'view' } }],
    maxTtl: '1h',
  })
  const service = createTokenService({ scopes: [scope], store: memoryStore() })
  const { token } = await service.mint(scope)
  const opens = async (text: string) => (await service.validate(token, { method: 'GET', target: `/x?${text}` })).ok

  it('A12 opens only what every reader takes for that value', async () => {
    let opened = 0
    await fc.assert(
      fc.asyncProperty(query, async (text) => {
        if (!(await opens(text))) return
        opened++
        for (const [name, read] of Object.entries(READERS)) expect(`${name}: ${read(text)}`).toBe(`${name}: ["view"]`)
      }),
      { numRuns: 20_000 },
    )
    expect(opened).toBeGreaterThan(500)
  })

  it.each([
    ['behind a thousand others', `${'a&'.repeat(1000)}action=view`],
    ['beside one in brackets', 'action=view&[action]=delete'],
    ['beside one behind a semicolon', 'action=view&x=;action=delete'],
    ['beside one behind a space', 'action=view&%20action=delete'],
    ['beside one in another case', 'action=view&Action=delete'],
  ])('A12 opens no query with it %s', async (_, text) => {
    expect(await opens(text)).toBe(false)
  })
})
