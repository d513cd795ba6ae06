import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { ANSWERS, type AnswerRow } from '../src/index.js'
import { AUTHENTICATE_NAMES, GUARD_NAMES } from '../src/settings.js'

const page = readFileSync(new URL('../../../docs/http.md', import.meta.url), 'utf8')

/** The rows of a table of the page, cell by cell, found by its first heading. */
function tableUnder(heading: string): readonly (readonly string[])[] {
  const lines = page.slice(page.indexOf(`| ${heading} |`)).split('\n')
  const table = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('|')),
  )
  return table.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

function rowOf([because, row]: [string, AnswerRow]): readonly string[] {
  const error = row.challenge === 'none' ? 'no error' : row.challenge && `\`${row.challenge}\``
  const challenge = [error, row.namesScopes && '`scope`'].filter(Boolean).join(', ')
  const retry = row.retryAfter === undefined ? '' : `as told, or ${row.retryAfter}`
  return [`\`${because}\``, String(row.status), challenge, retry, `\`${row.code}\``]
}

describe('docs/http.md', () => {
  it('has the table of answers that the code has', () => {
    expect(tableUnder('case')).toEqual(Object.entries(ANSWERS).map(rowOf))
  })

  it('has every option of both gates, and no other', () => {
    const options = tableUnder('option').map(([name, of]) => ({ name: name?.replaceAll('`', ''), of }))
    const known = [...new Set([...AUTHENTICATE_NAMES, ...GUARD_NAMES])].map((name) => {
      const both = AUTHENTICATE_NAMES.includes(name as never) && GUARD_NAMES.includes(name as never)
      return { name, of: both ? 'both' : GUARD_NAMES.includes(name as never) ? '`guard`' : '`authenticate`' }
    })
    expect(options.toSorted(byName)).toEqual(known.toSorted(byName))
  })
})

function byName(a: { readonly name?: string | undefined }, b: { readonly name?: string | undefined }): number {
  return String(a.name).localeCompare(String(b.name))
}
