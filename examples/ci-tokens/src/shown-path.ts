/** A path for the log. Whoever takes a token for its id asks for `/tokens/<token>`: what is longer than any id is left out. */
export function shownPath(path: string): string {
  return path.replace(/[^/]{33,}/g, '…')
}
