import { importedFile } from './import-graph.js'
import { readSource, type SourceFile } from './source-file.js'

/** A name that a package exports, and where it is declared. */
export interface PublicName {
  readonly name: string
  readonly path: string
  /** Whether a doc comment stands before its declaration, or before the first of its overloads. */
  readonly documented: boolean
}

/** What an entry point exports, followed to the declarations. Names of other packages are theirs to document. */
export function publicNames(path: string): readonly PublicName[] {
  const file = readSource(path)
  return exportsOf(file).flatMap(({ name, from, imported }) => {
    if (from === undefined) return [{ name, path, documented: isDocumented(file, imported) }]
    const source = importedFile({ from: path, specifier: from })
    if (source === undefined) return []
    return publicNames(source)
      .filter((found) => found.name === imported)
      .map((found) => ({ ...found, name }))
  })
}

/** Where an entry point exports whole modules, instead of names one by one. */
export function wholesaleExports(path: string): readonly string[] {
  return exportsOf(readSource(path)).flatMap(({ name, from }) =>
    name === '*' ? [`${path}: export * from '${from}'`] : [],
  )
}

interface ExportedName {
  readonly name: string
  /** The module that it comes from, where it is not declared here. */
  readonly from: string | undefined
  /** Its name there. */
  readonly imported: string
}

function exportsOf({ syntax }: SourceFile): readonly ExportedName[] {
  return syntax.module.staticExports.flatMap(({ entries }) =>
    entries.map(({ exportName, importName, localName, moduleRequest }) => ({
      name: exportName.name ?? '*',
      from: moduleRequest?.value,
      imported: (moduleRequest ? importName.name : localName.name) ?? '*',
    })),
  )
}

function isDocumented({ text, syntax }: SourceFile, name: string): boolean {
  const declaration = new RegExp(
    `^(export )?(declare )?(async )?(function|const|let|class|interface|type|enum)\\*? ${escaped(name)}\\b`,
    'm',
  )
  const start = declaration.exec(text)?.index
  if (start === undefined) return false
  return syntax.comments.some(
    ({ type, value, end }) =>
      type === 'Block' && value.startsWith('*') && end <= start && isNext(text.slice(end, start)),
  )
}

/** Whether only white space, or comments for the linter, stand in between. */
function isNext(between: string): boolean {
  return /^(\s|\/\/.*$)*$/m.test(between) && between.replace(/\/\/.*$/gm, '').trim() === ''
}

function escaped(name: string): string {
  return name.replace(/[$]/g, '\\$&')
}
