import { type ParseResult, parseSync } from 'oxc-parser'
import { readText } from './repository.js'

/** A TypeScript file, parsed. */
export interface SourceFile {
  /** From the top of the repository. */
  readonly path: string
  readonly text: string
  readonly syntax: ParseResult
}

/** One import, dynamic import or re-export. */
export interface Reference {
  readonly specifier: string
  /** Whether the compiler leaves nothing of it. */
  readonly typeOnly: boolean
  readonly line: number
}

/**
 * Reads and parses a file.
 * @throws Error where the file is not TypeScript
 */
export function readSource(path: string): SourceFile {
  return parseSource(path, readText(path))
}

/**
 * Parses a text as if it were the file at `path`.
 * @throws Error where the text is not TypeScript
 */
export function parseSource(path: string, text: string): SourceFile {
  const syntax = parseSync(path, text)
  if (syntax.errors.length > 0) throw new Error(`${path}: ${syntax.errors.map((error) => error.message).join('; ')}`)
  return { path, text, syntax }
}

/** All that a file refers to, in any form of import. */
export function referencesOf(file: SourceFile): readonly Reference[] {
  const { staticImports, staticExports, dynamicImports } = file.syntax.module
  const imports = staticImports.map(({ moduleRequest, entries, start }) => ({
    specifier: moduleRequest.value,
    typeOnly: entries.length > 0 && entries.every((entry) => entry.isType),
    line: lineAt(file, start),
  }))
  const exports = staticExports.flatMap(({ entries }) =>
    entries.flatMap(({ moduleRequest, isType, start }) =>
      moduleRequest ? [{ specifier: moduleRequest.value, typeOnly: isType, line: lineAt(file, start) }] : [],
    ),
  )
  const dynamic = dynamicImports.map(({ moduleRequest, start }) => ({
    specifier: file.text.slice(moduleRequest.start, moduleRequest.end).replace(/^['"`]|['"`]$/g, ''),
    typeOnly: false,
    line: lineAt(file, start),
  }))
  return [...imports, ...exports, ...dynamic]
}

/** The line of an offset, from 1. */
export function lineAt(file: Pick<SourceFile, 'text'>, offset: number): number {
  return file.text.slice(0, offset).split('\n').length
}
