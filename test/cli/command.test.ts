import { afterAll, beforeAll, describe } from 'vitest'
import { type BuiltCommand, buildCommand } from './built-command.js'
import { completionsSuite } from './completions.js'
import { encryptedSuite } from './encrypted.js'
import { pipesSuite } from './pipes.js'
import { terminalsSuite } from './terminals.js'

let command: BuiltCommand | undefined

beforeAll(async () => {
  command = await buildCommand()
}, 300_000)

afterAll(() => command?.remove())

describe('the built command', () => {
  const path = () => command?.path ?? ''
  pipesSuite(path)
  terminalsSuite(path)
  completionsSuite(path)
  encryptedSuite(path)
})
