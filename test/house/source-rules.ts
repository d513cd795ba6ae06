import { type Class, type ClassElement, Visitor } from 'oxc-parser'
import { lineAt, type SourceFile } from './source-file.js'

/** A rule over one file of a package's sources, for what the linter has no rule of its own. */
export interface SourceRule {
  /** What holds, as the end of a sentence that begins with "sources". */
  readonly name: string
  /** Offsets of what breaks the rule. */
  readonly find: (file: SourceFile) => readonly number[]
  /** Breaks the rule. */
  readonly bad: string
  /** Looks like it and does not. */
  readonly good: string
}

export const SOURCE_RULES: readonly SourceRule[] = [
  {
    name: 'have no top-level await, so that require() can load them',
    find: topLevelAwaits,
    bad: 'export const a = 1\nfor await (const b of list) use(b)',
    good: 'const load = async () => await import("./a.js")',
  },
  {
    name: 'have no classes but errors, and those with private fields, which nothing else can put on an object',
    find: needlessClasses,
    bad: 'class Store { #size() {} }',
    good: 'class HallpassError extends Error {}\nclass Given { #by }',
  },
  {
    name: 'have no catch that does nothing',
    find: emptyCatches,
    bad: 'try { a() } catch {}',
    good: 'try { a() } catch (cause) { report(cause) }',
  },
  {
    name: 'have no require, module.exports or __dirname',
    find: (file) => identifiers(file, ['require', 'module', 'exports', '__dirname', '__filename']),
    bad: 'const a = require("a")',
    good: 'const a = { require: true, module: 1 }.require',
  },
]

/** One line per place where a file breaks a rule. */
export function problemsIn(file: SourceFile, rule: Pick<SourceRule, 'find'>): readonly string[] {
  return rule.find(file).map((offset) => `${file.path}:${lineAt(file, offset)}`)
}

function topLevelAwaits({ syntax }: SourceFile): readonly number[] {
  const found: number[] = []
  let depth = 0
  const enter = () => {
    depth += 1
  }
  const leave = () => {
    depth -= 1
  }
  const atTop = (node: { readonly start: number }) => {
    if (depth === 0) found.push(node.start)
  }
  new Visitor({
    FunctionDeclaration: enter,
    'FunctionDeclaration:exit': leave,
    FunctionExpression: enter,
    'FunctionExpression:exit': leave,
    ArrowFunctionExpression: enter,
    'ArrowFunctionExpression:exit': leave,
    AwaitExpression: atTop,
    ForOfStatement: (node) => node.await && atTop(node),
  }).visit(syntax.program)
  return found
}

function needlessClasses({ syntax }: SourceFile): readonly number[] {
  const found: number[] = []
  const check = ({ start, superClass, body }: Class) => {
    const isError = superClass?.type === 'Identifier' && superClass.name.endsWith('Error')
    if (!isError && !body.body.some(isPrivateField)) found.push(start)
  }
  new Visitor({ ClassDeclaration: check, ClassExpression: check }).visit(syntax.program)
  return found
}

function isPrivateField(member: ClassElement): boolean {
  return member.type === 'PropertyDefinition' && !member.static && member.key.type === 'PrivateIdentifier'
}

function emptyCatches({ syntax }: SourceFile): readonly number[] {
  const found: number[] = []
  new Visitor({ CatchClause: (node) => node.body.body.length === 0 && found.push(node.start) }).visit(syntax.program)
  return found
}

/** Identifiers that stand for a variable: neither a member's name nor a key. */
function identifiers({ syntax }: SourceFile, names: readonly string[]): readonly number[] {
  const found: number[] = []
  const notVariables = new Set<unknown>()
  new Visitor({
    MemberExpression: (node) => !node.computed && notVariables.add(node.property),
    Property: (node) => !node.computed && notVariables.add(node.key),
    TSPropertySignature: (node) => !node.computed && notVariables.add(node.key),
    Identifier: (node) => names.includes(node.name) && !notVariables.has(node) && found.push(node.start),
  }).visit(syntax.program)
  return found
}
