import type { Report } from './messages.js'

/** Tells the parent, and waits until the message is out of this process: a kill takes nothing back. */
export function tell(report: Report): Promise<void> {
  return new Promise((resolve, reject) => {
    process.send?.(report, (error: Error | null) => (error ? reject(error) : resolve()))
  })
}
