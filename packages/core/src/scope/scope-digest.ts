import { shortDigest } from './route-digest.js'

/** What a grant keeps of an included scope, so that a direct request for one that was included later is not opened. */
export function scopeDigest(name: string): string {
  return shortDigest(['scope', name])
}
