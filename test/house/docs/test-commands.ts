import { filesUnder } from '../repository.js'
import type { Page } from './pages.js'

/** Commands of a page's sentences, `npx vitest run …`, that would run nothing: no test is at a path that they name. */
export function emptyTestCommands({ path, text }: Page): readonly string[] {
  return [...text.matchAll(/`npx vitest run ([^`]+)`/g)].flatMap(([, words = '']) =>
    words
      .split(' ')
      .filter((word) => !word.startsWith('-') && !hasTests(word))
      .map((word) => `${path} names ${word}, and no test is there`),
  )
}

function hasTests(path: string): boolean {
  return tests.some((test) => test === path || test.startsWith(`${path}/`))
}

const tests = ['packages', 'test', 'examples'].flatMap(filesUnder).filter((path) => path.endsWith('.test.ts'))
