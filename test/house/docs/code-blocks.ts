import type { Page } from './pages.js'

/** A fenced block of a page, or a `<!-- setup` comment, which readers do not see. */
export interface CodeBlock {
  readonly page: string
  /** The line of the first line of code, from 1. */
  readonly line: number
  /** The first word behind the fence; empty where there is none. */
  readonly language: string
  /** The other words. */
  readonly marks: readonly string[]
  readonly code: string
}

/** The blocks of a page, in their order. A fence that is never closed ends with the page. */
export function codeBlocks({ path, text }: Page): readonly CodeBlock[] {
  const blocks: CodeBlock[] = []
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at += 1) {
    const opened = openedBlock(lines[at] ?? '')
    if (!opened) continue
    const end = lines.findIndex((line, index) => index > at && opened.isEnd(line))
    const code = lines
      .slice(at + 1, end === -1 ? undefined : end)
      .map((line) => line.slice(indentOf(line, opened.indent)))
    blocks.push({ page: path, line: at + 2, language: opened.language, marks: opened.marks, code: code.join('\n') })
    at = end === -1 ? lines.length : end
  }
  return blocks
}

interface OpenedBlock {
  readonly indent: number
  readonly language: string
  readonly marks: readonly string[]
  readonly isEnd: (line: string) => boolean
}

function openedBlock(line: string): OpenedBlock | undefined {
  if (line.trim() === '<!-- setup')
    return { indent: 0, language: 'ts', marks: ['setup'], isEnd: (end) => end.trim() === '-->' }
  const fence = /^( *)(`{3,}|~{3,})\s*(.*)$/.exec(line)
  if (!fence) return undefined
  const [, indent = '', ticks = '', info = ''] = fence
  const [language = '', ...marks] = info.trim().split(/\s+/)
  const isEnd = (end: string) => end.trim().startsWith(ticks) && end.trim().replaceAll(ticks[0] ?? '', '') === ''
  return { indent: indent.length, language, marks, isEnd }
}

function indentOf(line: string, most: number): number {
  return Math.min(most, line.length - line.trimStart().length)
}
