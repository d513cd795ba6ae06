import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createProgram } from '../src/program.js'
import { filesIn } from './files-in.js'
import { PAGE, withOwnWords } from './page.js'
import { silentWorld } from './silent-world.js'
import { perform } from './stage.js'

const names = createProgram(silentWorld()).commands.map((command) => command.name())

describe('the help', () => {
  it('of the program goes to the standard output and tells all commands and exit codes', async () => {
    const { code, out, err } = await perform(['--help'], '.')
    expect([code, err]).toEqual([0, ''])
    for (const name of names) expect(out).toMatch(new RegExp(`^  ${name} `, 'm'))
    for (const exit of [0, 1, 2, 3]) expect(out).toMatch(new RegExp(`^  ${exit}  \\w+`, 'm'))
  })

  it('is not the version', async () => {
    expect((await perform(['--version'], '.')).out).toMatch(/^\d+\.\d+\.\d+\S*\n$/)
  })

  it.each(names)('of %s has examples that the program takes', async (name) => {
    const { out } = await perform([name, '--help'], '.')
    const examples = [...out.matchAll(/^ {2}\$ hallpass (.+)$/gm)].map(([, words = '']) => wordsOf(words))
    expect(examples).not.toEqual([])
    for (const words of examples) {
      const program = createProgram(silentWorld())
      for (const command of program.commands) command.action(() => undefined)
      await program.parseAsync([...words], { from: 'user' })
      expect(words[0]).toBe(name)
    }
  })

  it('is what docs/cli.md shows; write-page.ts beside this test writes it anew', async () => {
    const page = readFileSync(PAGE, 'utf8')
    expect(page).toBe(await withOwnWords(page))
  })
})

describe('the sources', () => {
  it('start no other process, in whose arguments a token could stand', () => {
    const starting = filesIn(new URL('../src/', import.meta.url)).filter((path) =>
      /from '(node:)?(child_process|cluster)'/.test(readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '')),
    )
    expect(starting).toEqual([])
  })
})

/** The words of a shell line, without what goes to and comes from files. */
function wordsOf(line: string): readonly string[] {
  const [command = ''] = line.split(/ [<>|] /)
  return [...command.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(([, one, two, three]) => one ?? two ?? three ?? '')
}
