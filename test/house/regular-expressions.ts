import { Visitor } from 'oxc-parser'
import { lineAt, type SourceFile } from './source-file.js'

/** A regular expression of the sources, and where it stands. */
export interface Expression {
  readonly at: string
  readonly source: string
  readonly flags: string
}

/** Every expression that is written as one. */
export function literalsIn(file: SourceFile): readonly Expression[] {
  const found: Expression[] = []
  new Visitor({
    Literal: (node) => {
      if (!('regex' in node)) return
      found.push({ at: place(file, node.start), source: node.regex.pattern, flags: node.regex.flags })
    },
  }).visit(file.syntax.program)
  return found
}

/** Where expressions are put together when the program runs. */
export function builtIn(file: SourceFile): readonly string[] {
  const found: string[] = []
  const check = (node: { readonly start: number; readonly callee: { readonly type: string } }) => {
    const { name } = node.callee as { readonly name?: string }
    if (name === 'RegExp') found.push(place(file, node.start))
  }
  new Visitor({ NewExpression: check, CallExpression: check }).visit(file.syntax.program)
  return found
}

function place(file: SourceFile, offset: number): string {
  return `${file.path}:${lineAt(file, offset)}`
}
