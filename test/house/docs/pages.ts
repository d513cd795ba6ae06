import { readText, repositoryFiles } from '../repository.js'

/** A page for readers. */
export interface Page {
  /** From the top of the repository. */
  readonly path: string
  readonly text: string
}

/** Everything that is written for readers: the pages at the top, docs, and the README of each package and example. */
export function documentPages(): readonly Page[] {
  const place = /^([^/]+\.md|docs\/.+\.md|(packages|examples)\/[^/]+\/README\.md)$/
  return repositoryFiles()
    .filter((path) => place.test(path))
    .map((path) => ({ path, text: readText(path) }))
}
