import { readFileSync } from 'node:fs'

/** The script of the pages, as browsers get it. */
export function readApprovalScript(): string {
  return readFileSync(new URL('./approvals.js', import.meta.url), 'utf8')
}
