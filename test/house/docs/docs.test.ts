import { beforeAll, describe, expect, it } from 'vitest'
import { codeBlocks } from './code-blocks.js'
import { blockProblems } from './languages.js'
import { brokenLinks } from './links.js'
import { documentPages } from './pages.js'
import { programsOf } from './programs.js'
import { compilePrograms, runProgram, writePrograms } from './run-program.js'
import { emptyTestCommands } from './test-commands.js'

const pages = documentPages()
const blocks = pages.flatMap(codeBlocks)
const programs = pages.flatMap((page) => programsOf(codeBlocks(page)))
const running = programs.filter(({ runs }) => runs)

beforeAll(() => writePrograms(programs, 'docs'))

describe('the docs', () => {
  it('have links that lead somewhere', () => {
    expect(pages.flatMap(brokenLinks)).toEqual([])
  })

  it('name tests that are there where they say what shows it', () => {
    expect(pages.flatMap(emptyTestCommands)).toEqual([])
  })

  it('have blocks of languages that are checked, and they are right', () => {
    const problems = blocks.flatMap((block) =>
      blockProblems(block).map((text) => `${block.page}:${block.line} ${text}`),
    )
    expect(problems).toEqual([])
  })

  it('have programs that compile', async () => {
    expect(await compilePrograms(programs, 'docs')).toEqual([])
  })

  it.each(running.map((program) => [program.name, program] as const))('run: %s', async (_, program) => {
    const { exitCode, output, errors } = await runProgram(program, 'docs')
    expect(exitCode, errors).toBe(0)
    if (program.output !== undefined) expect(output.trim()).toBe(program.output.trim())
  })
})
