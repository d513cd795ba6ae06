import { memoryStore } from '@hallpass/core'
import { timedPlain, validations } from './competitors.js'
import { digestOfValid, idOf } from './floor.js'
import { interleave } from './interleave.js'
import { report } from './report.js'
import { tokensIn } from './tokens-under-test.js'

const TOKENS = 65_536

const tokens = await tokensIn(memoryStore(), TOKENS)
const digests = new Map(tokens.all.map(({ text }) => [idOf(text), digestOfValid(text)]))
const floor = timedPlain('floor: format, SHA-256, Map.get', () => {
  const { text } = tokens.next()
  return digestOfValid(text) === digests.get(idOf(text))
})

report(`validate, memory store, ${TOKENS} tokens`, await interleave([floor, ...(await validations(tokens))]))
