import { expect, it } from 'vitest'
import { describeWith, findProgram } from './describe-with.js'

describeWith('node', 'a suite that needs a program', (path) => {
  it('gets the path of the program', () => {
    expect(path).toMatch(/[/\\]node$/)
  })
})

it('a program that is nowhere is not found', () => {
  expect(findProgram('no-such-program')).toBeUndefined()
})
