import type { CodeBlock } from './code-blocks.js'

/** One program of a page: a `ts` block together with what it continues. */
export interface Program {
  /** The page and the line of its last block. */
  readonly name: string
  /** Its code, each piece at the line that it has on the page. */
  readonly code: string
  /** Whether it is run, and not only compiled. */
  readonly runs: boolean
  /** What it must print; `undefined` where the page does not say. */
  readonly output: string | undefined
}

/** The programs of a page's blocks. `continues` goes on from the `ts` block before; so does what stands behind a setup. */
export function programsOf(blocks: readonly CodeBlock[]): readonly Program[] {
  const programs: Program[] = []
  let chain: readonly CodeBlock[] = []
  blocks.forEach((block, index) => {
    if (block.language !== 'ts') return
    const goesOn = block.marks.includes('continues') || chain.at(-1)?.marks.includes('setup')
    chain = goesOn ? [...chain, block] : [block]
    if (!block.marks.includes('setup')) programs.push(programOf(chain, blocks[index + 1]))
  })
  return programs
}

function programOf(chain: readonly CodeBlock[], next: CodeBlock | undefined): Program {
  const last = chain.at(-1)
  return {
    name: `${last?.page}:${last?.line}`,
    code: chain.reduce(
      (code, block) => `${code.padEnd(code.length + missingLines(code, block), '\n')}${block.code}\n`,
      '',
    ),
    runs: last?.marks.includes('run') === true,
    output: next?.marks.includes('output') ? next.code : undefined,
  }
}

function missingLines(code: string, block: CodeBlock): number {
  return block.line - code.split('\n').length
}
