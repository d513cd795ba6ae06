import { expect, it } from 'vitest'
import { ANSWERS } from '../src/answers.js'
import { challengesOf, isRealm } from '../src/refusing/challenge.js'

it('a challenge names every scope that would open the request, and asks for Basic where nothing was presented', () => {
  const facts = { realm: 'r', basic: true, scopes: ['read', 'write'] }
  expect(challengesOf(ANSWERS.route_not_allowed, facts)).toEqual([
    'Bearer realm="r", error="insufficient_scope", scope="read write"',
  ])
  expect(challengesOf(ANSWERS.missing, facts)).toEqual(['Bearer realm="r"', 'Basic realm="r", charset="UTF-8"'])
  expect(challengesOf(ANSWERS.missing, { ...facts, basic: false })).toEqual(['Bearer realm="r"'])
})

it.each([[['r']], [7], [''], ['a"b'], ['a\\b'], ['a\nb'], ['a'.repeat(129)]])('%j is no realm', (realm) => {
  expect(isRealm(realm)).toBe(false)
})
