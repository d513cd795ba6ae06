import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { visibleText } from '../../src/approval/page/visible-text.js'

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]|\p{Default_Ignorable_Code_Point}/u

describe('visible text', () => {
  it.each([
    ['rm -rf "build" & echo ä 日本 🙂', 'rm -rf "build" & echo ä 日本 🙂'],
    ['a\u202eb', 'a\\u{202e}b'],
    ['a\nb\tc\u0000', 'a\\u{a}b\\u{9}c\\u{0}'],
    ['a\u200bb\u2066c\ufeff', 'a\\u{200b}b\\u{2066}c\\u{feff}'],
    ['a\u00a0b\u3000c', 'a\\u{a0}b\\u{3000}c'],
    ['a\u3164b\u115fc\u034f', 'a\\u{3164}b\\u{115f}c\\u{34f}'],
    ['a\u2800b', 'a\\u{2800}b'],
    ['a\ud800b', 'a\\u{d800}b'],
    ['\u{e0041}', '\\u{e0041}'],
  ])('shows %j as %s', (text, shown) => {
    expect(visibleText(text)).toBe(shown)
  })

  it('has nothing left that is not seen', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(UNSEEN.test(visibleText(text))).toBe(false)
        expect(visibleText(visibleText(text))).toBe(visibleText(text))
      }),
    )
  })
})
