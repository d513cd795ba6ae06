import { expect, it } from 'vitest'
import { timeLeft } from '../../src/approval/page/time-left.js'
import { htmlText } from '../../src/html/html.js'

it.each([
  [0, '0 min 0 s'],
  [59_999, '0 min 59 s'],
  [3_599_000, '59 min 59 s'],
  [3_600_000, '1 h 0 min'],
  [86_399_000, '23 h 59 min'],
  [86_400_000, '1 d 0 h'],
  [(2 * 24 + 5) * 3_600_000, '2 d 5 h'],
])('%i milliseconds are left as "%s"', (milliseconds, said) => {
  expect(htmlText(timeLeft(milliseconds))).toBe(`<span data-left="${milliseconds}">${said}</span>`)
})
