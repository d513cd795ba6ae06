import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { GUARD_NAMES } from '../../src/settings.js'
import { UPGRADE_NAMES } from '../../src/upgrade/upgrade-options.js'
import { WATCH_NAMES } from '../../src/upgrade/watch-options.js'

const page = readFileSync(new URL('../../../../docs/streams.md', import.meta.url), 'utf8')

/** The names in the first cells of the table with this heading. */
function namesUnder(heading: string): readonly string[] {
  const [, , ...rows] = page.slice(page.indexOf(`| ${heading} |`)).split('\n')
  const table = rows.slice(
    0,
    rows.findIndex((row) => !row.startsWith('|')),
  )
  return table.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name as string))
}

describe('docs/streams.md', () => {
  it('has every option of watchToken, and no other', () => {
    expect(namesUnder('option').toSorted()).toEqual(WATCH_NAMES.toSorted())
  })

  it('names the options of guard that an upgrade lacks', () => {
    const lacking = GUARD_NAMES.filter((name) => !UPGRADE_NAMES.includes(name))
    const told = /but for (.+)\. Option functions/.exec(page)?.[1] ?? ''
    expect([...told.matchAll(/`(\w+)`/g)].map(([, name]) => name).toSorted()).toEqual(lacking.toSorted())
  })
})
