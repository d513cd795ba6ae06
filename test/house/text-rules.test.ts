import { describe, expect, it } from 'vitest'
import { readText, repositoryFiles } from './repository.js'
import { brokenLines, TEXT_RULES, UNREAD } from './text-rules.js'

const files = repositoryFiles().filter((path) => !UNREAD.test(path))

describe.each(TEXT_RULES.map((rule) => [rule.name, rule] as const))('files %s', (_, rule) => {
  it('everywhere', () => {
    const concerned = files.filter((path) => rule.in?.test(path) ?? true)
    expect(concerned.flatMap((path) => brokenLines(readText(path), rule).map((line) => `${path}:${line}`))).toEqual([])
  })

  it('and what breaks the rule is found, what looks like it is not', () => {
    expect(brokenLines(rule.bad, rule)).toEqual([1])
    expect(brokenLines(rule.good, rule)).toEqual([])
  })
})

describe('names of files', () => {
  it('say what is in them', () => {
    const vague = /(^|\/)(utils?|helpers?|common|libs?|misc|shared)(\/|\.[jt]s$)/
    expect(files.filter((path) => vague.test(path))).toEqual([])
    expect(vague.test('packages/core/src/utils.ts')).toBe(true)
  })
})

describe('the lockfile', () => {
  it('has no address in it', () => {
    expect(readText('pnpm-lock.yaml')).not.toMatch(/https?:\/\/|tarball:/)
  })
})
