import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { APPROVAL_OPTION_NAMES } from '../../src/approval/approval-options.js'
import { APPROVAL_ANSWERS } from '../../src/index.js'
import { createDesk } from './desk.js'

const page = readFileSync(new URL('../../../../docs/approvals.md', import.meta.url), 'utf8')

/** The rows of a table of the page, cell by cell, found by its first heading. */
function tableUnder(heading: string): readonly (readonly string[])[] {
  const [, rows = ''] = new RegExp(`^\\| ${heading} \\|.*\\n\\|[-|]+\\n((?:\\|.*\\n)+)`, 'm').exec(page) ?? []
  return rows
    .trim()
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    )
}

describe('docs/approvals.md', () => {
  it('has the table of answers that the code has', () => {
    const rows = Object.entries(APPROVAL_ANSWERS).map(([because, { status, code }]) => [because, String(status), code])
    expect(tableUnder('case')).toEqual(rows)
  })

  it('has every option, and no other', () => {
    expect(tableUnder('option').map(([name]) => name)).toEqual(APPROVAL_OPTION_NAMES)
  })

  it('has every route, and no other', () => {
    const named = tableUnder('route').flatMap(([routes = '']) => routes.split(', '))
    const registered = createDesk().routes.map(({ method, path }) => `${method.toUpperCase()} ${path}`)
    expect(named.toSorted()).toEqual(registered.toSorted())
  })
})
