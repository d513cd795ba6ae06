import { readFileSync } from 'node:fs'

/** Whom a program runs as that refuses to run as root: somebody else where the tests do, and nobody else where not. */
export function lesserUser(): { readonly uid?: number; readonly gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const nobody = accounts.find(([name]) => name === 'nobody')
  if (!nobody) throw new Error('the tests run as root, and there is no account "nobody" to start the server as')
  return { uid: Number(nobody[2]), gid: Number(nobody[3]) }
}
