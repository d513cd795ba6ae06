import { SERVICE_EVENT_NAMES } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { VERDICTS } from '../../packages/core/src/record/outcome.js'
import { readText } from './repository.js'

/** The cells of the table under a heading, row by row, without its head. */
function tableUnder(heading: string): readonly (readonly string[])[] {
  const section = readText('docs/lifecycle.md').split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? ''
  const [, , ...rows] = section.split('\n').filter((line) => line.startsWith('|'))
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

const WORDS: Readonly<Record<string, string>> = { change: 'done', same: 'same' }

describe('docs/lifecycle.md', () => {
  it('has a row for each event, and no other, in the same order', () => {
    expect(tableUnder('Events').map(([event]) => event)).toEqual(SERVICE_EVENT_NAMES.map((name) => `\`${name}\``))
  })

  it("tells the verdict on each operator's call as the code has it", () => {
    const rows = Object.entries(VERDICTS).map(([action, verdicts]) => [
      `\`${action}\``,
      ...Object.values(verdicts).map((verdict) => WORDS[verdict] ?? `\`${verdict}\``),
    ])
    expect(tableUnder('Operators')).toEqual(rows)
  })
})
