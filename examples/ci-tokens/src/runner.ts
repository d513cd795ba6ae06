import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** The client that runs the jobs: every token for a job stands for it. */
export const RUNNER = 'ci-runner'

/** How the runner authenticates: by a name and a password. */
export interface RunnerAccess {
  readonly password: string
  /** Its name, where a request has its credentials. */
  callerOf(request: Pick<IncomingMessage, 'headers'>): string | undefined
}

export function createRunnerAccess(): RunnerAccess {
  const password = randomBytes(12).toString('base64url')
  const expected = digestOf(`Basic ${Buffer.from(`${RUNNER}:${password}`).toString('base64')}`)
  return {
    password,
    callerOf: ({ headers }) => (timingSafeEqual(digestOf(headers.authorization ?? ''), expected) ? RUNNER : undefined),
  }
}

function digestOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
