import { parseSource } from '../source-file.js'
import type { CodeBlock } from './code-blocks.js'
import { httpProblems } from './http-block.js'
import { shellProblems } from './shell-block.js'

/** How blocks of a language are checked. A language that is not here is an error: add its check. */
interface Language {
  /** What may stand behind the language. */
  readonly marks: readonly string[]
  /** Sentences on what is wrong with a block. */
  readonly check: (code: string) => readonly string[]
}

const LANGUAGES: Readonly<Record<string, Language>> = {
  ts: { marks: ['run', 'continues', 'setup'], check: () => [] },
  sh: { marks: [], check: shellProblems },
  json: { marks: [], check: (code) => thrownBy(() => JSON.parse(code)) },
  http: { marks: [], check: httpProblems },
  html: { marks: [], check: htmlProblems },
  text: { marks: ['output'], check: () => [] },
}

/** What is wrong with a block, apart from what the compiler says of programs. */
export function blockProblems({ language, marks, code }: CodeBlock): readonly string[] {
  const known = LANGUAGES[language]
  if (!known) return [`the language ${JSON.stringify(language)} is none of ${Object.keys(LANGUAGES).join(', ')}`]
  const unknown = marks.filter((mark) => !known.marks.includes(mark))
  return [...unknown.map((mark) => `${language} has no mark ${JSON.stringify(mark)}`), ...known.check(code)]
}

function htmlProblems(code: string): readonly string[] {
  const scripts = [...code.matchAll(/<script\b[^>]*>(.*?)<\/script>/gs)].map((script) => script[1] ?? '')
  return scripts.flatMap((script) => thrownBy(() => parseSource('script.js', script)))
}

function thrownBy(work: () => unknown): readonly string[] {
  try {
    work()
    return []
  } catch (cause) {
    return [String(cause)]
  }
}
