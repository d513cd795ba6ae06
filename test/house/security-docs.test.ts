import { posix } from 'node:path'
import { Visitor } from 'oxc-parser'
import { describe, expect, it } from 'vitest'
import { readText } from './repository.js'
import { parseSource } from './source-file.js'

const PAGE = 'docs/security.md'

/** The items of the standard that the page has to speak of. */
const REQUIRED = [
  ...['V1.1.1', 'V2.3.4', 'V4.1.3', 'V4.1.4', 'V6.5.1', 'V6.5.2', 'V7.4.5', 'V8.2.2', 'V8.3.2', 'V11.2.4', 'V11.5.1'],
  ...['V14.2.1', 'V14.3.2', 'V15.4.2', 'V16.2.5', 'V16.5.3'],
]

const rows = readText(PAGE)
  .split('\n')
  .filter((line) => /^\| V\d/.test(line))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')))

describe('the table of the standard in docs/security.md', () => {
  it('has every item that it has to, and none twice', () => {
    const items = rows.map(([item]) => item)
    expect(items).toEqual(expect.arrayContaining(REQUIRED))
    expect(new Set(items).size).toBe(items.length)
  })

  it.each(rows)('%s is shown by tests that are there', (_item, _asks, _here, shownBy = '') => {
    const tests = [...shownBy.matchAll(/\]\(([^)]+)\): “([^”]+)”/g)]
    expect(tests.length).toBeGreaterThan(0)
    expect(tests.length).toBe(shownBy.split('](').length - 1)
    for (const [, link = '', name] of tests)
      expect(namesIn(posix.join(posix.dirname(PAGE), link)), `${link} has no such test`).toContain(name)
  })
})

/** Every text that is written down in a file: names of tests are among them. */
function namesIn(path: string): readonly string[] {
  const texts: string[] = []
  new Visitor({
    Literal: ({ value }) => typeof value === 'string' && texts.push(value),
    TemplateElement: ({ value }) => texts.push(value.cooked ?? value.raw),
  }).visit(parseSource(path, readText(path)).syntax.program)
  return texts
}
