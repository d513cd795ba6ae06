/**
 * A text as long as a service takes it for a subject, a name, a creator or a resource id: 512 characters, here of three
 * bytes each. Two such texts differ in their last character alone.
 */
export function longestText(last: string): string {
  return `${'語'.repeat(511)}${last}`
}

/** A name of a scope that is as long as it may be. */
export function longestScope(last: string): string {
  return `${'s'.repeat(63)}${last}`
}
