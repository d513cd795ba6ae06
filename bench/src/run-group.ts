import { fork } from 'node:child_process'
import type { Effort } from './groups/group.js'
import type { GroupName } from './groups.js'
import type { Report } from './report/report.js'

/** Runs a group in a process of its own: what one has warmed up, or made slow, is no other's. */
export function runGroup(name: GroupName, effort: Effort): Promise<Report> {
  const child = fork(new URL('./group-process.ts', import.meta.url), [name, effort])
  return new Promise((resolve, reject) => {
    child.once('message', (report) => resolve(report as Report))
    child.once('exit', (code) => reject(new Error(`the group ${name} ended with ${code} and told nothing`)))
  })
}
