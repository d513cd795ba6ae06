import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { ADMIT } from '../src/lua/admit.lua.js'
import { COUNT } from '../src/lua/count.lua.js'
import { DROP } from '../src/lua/drop.lua.js'
import { FENCE_OFF } from '../src/lua/fence.lua.js'
import { INSERT } from '../src/lua/insert.lua.js'
import { MARK } from '../src/lua/mark.lua.js'
import { PLACE } from '../src/lua/place.lua.js'
import { REPLACE } from '../src/lua/replace.lua.js'

const SCRIPTS = Object.entries({ ADMIT, COUNT, DROP, FENCE_OFF, INSERT, MARK, PLACE, REPLACE })

describe('the scripts of a Redis store', () => {
  it.each(SCRIPTS)('%s is known to the server by its digest', (_, { text, digest }) => {
    expect(digest).toBe(createHash('sha1').update(text).digest('hex'))
  })

  it.each(SCRIPTS)('%s reads no clock and nothing random, and makes no key by itself', (_, { text }) => {
    expect(text).not.toMatch(/TIME'|RANDOM|math\.random|'KEYS'|SCAN/)
    for (const [, , key] of text.matchAll(/redis\.call\('(\w+)', ([^,)]+)/g))
      expect(key).toMatch(/^(KEYS\[\w+\]|key|record|index|forget)$/)
  })

  it('SET a record as the last thing that is written, so that none is without index', () => {
    expect(PLACE.text.lastIndexOf("'SET'")).toBeGreaterThan(PLACE.text.lastIndexOf("'ZADD'"))
    expect(INSERT.text.indexOf('for at = 4, #KEYS do enter')).toBeLessThan(INSERT.text.lastIndexOf('place('))
  })
})
