/**
 * The same text as an engine keeps it for names of members: one string wherever it is equal, which is compared by its
 * address and names a member without a look at its characters. What many scopes share (methods, words of paths, names of
 * placeholders) then stays in the processor's cache.
 */
export function asPropertyName(text: string): string {
  return Object.keys({ [text]: undefined })[0] as string
}
