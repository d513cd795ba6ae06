import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { OAUTH_ANSWERS, type OAuthAnswerRow } from '../../src/index.js'

const page = readFileSync(new URL('../../../../docs/oauth.md', import.meta.url), 'utf8')

it('docs/oauth.md has the table of refusals that the code has', () => {
  const start = page.indexOf('| status | `error` |')
  const rows = page.slice(start, page.indexOf('\n\n', start)).split('\n').slice(2)
  const cells = rows.map((row) =>
    row
      .split('|')
      .slice(1, 3)
      .map((cell) => cell.trim()),
  )
  const expected = Object.values(OAUTH_ANSWERS).map(({ status, error }: OAuthAnswerRow) => [
    String(status),
    `\`${error}\``,
  ])
  expect(cells).toEqual(expected)
})
