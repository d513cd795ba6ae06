import { ERROR_CODES } from '@hallpass/core'
import { describe, expect, it } from 'vitest'
import { readText } from './repository.js'

const sections = readText('docs/errors.md').split(/^## /m).slice(1)
const titles = sections.map((section) => section.split('\n')[0])

describe('docs/errors.md', () => {
  it('has one section for each error code, and no other, in the same order', () => {
    expect(titles).toEqual([...ERROR_CODES])
  })

  it.each(sections.map((section, index) => [titles[index], section] as const))(
    '%s tells meaning, cause and cure',
    (_, section) => {
      expect(section).toMatch(/^\w+\n\n[A-Z][^\n]+\.\n\n\*\*Cause\.\*\* .+\n\n\*\*Cure\.\*\* .+/s)
    },
  )
})
