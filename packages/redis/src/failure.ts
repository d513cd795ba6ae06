import { HallpassError } from '@hallpass/core'

/** What went wrong, by the first word of the server's answer. */
const TEXTS: Readonly<Record<string, string>> = {
  READONLY: 'Redis takes no writes: the client is connected to a replica',
  LOADING: 'Redis is still loading its data',
  NOAUTH: 'Redis asks for a password',
  WRONGPASS: 'Redis refuses the user or the password',
  NOPERM: 'Redis does not permit this user to do what the store needs',
  OOM: 'Redis is out of memory',
  WRONGTYPE: 'Redis holds something else at a key of the store; does another program use its keyPrefix?',
  MISCONF: 'Redis takes no writes: it cannot write to its disk',
  BUSY: 'Redis is busy with a script',
  CLUSTERDOWN: 'the Redis cluster does not serve all slots',
  MASTERDOWN: 'Redis lost its master',
  NOREPLICAS: 'Redis takes no writes: too few replicas are connected',
  TRYAGAIN: 'Redis is moving keys between nodes',
}

/** What a client threw, as the error that a store throws. */
export function redisFailure(thrown: unknown): HallpassError {
  if (thrown instanceof HallpassError) return thrown
  const cause = withoutValues(thrown)
  const code = replyCodeOf(cause)
  return new HallpassError('ERR_STORE', TEXTS[code] ?? (code === '' ? 'Redis failed' : `Redis failed (${code})`), {
    cause,
  })
}

/** Whether the server does not know a script that was called by its digest. */
export function isUnknownScript(error: unknown): boolean {
  return error instanceof HallpassError && replyCodeOf(error.cause) === 'NOSCRIPT'
}

/** A client's error may have the command with it, and so a whole record: what is kept of it is the name and the text. */
function withoutValues(thrown: unknown): Error {
  const { name, message } = thrown instanceof Error ? thrown : { name: 'Error', message: String(thrown) }
  const code = thrown instanceof Error && 'code' in thrown ? { code: String(thrown.code) } : {}
  return Object.assign(new Error(message.replace(/,? with args.*$/s, '')), { name, ...code })
}

/** The first word of an answer such as `READONLY You can't write against a read only replica.` */
function replyCodeOf(error: unknown): string {
  return (error instanceof Error && /^[A-Z]{2,}(?= )/.exec(error.message)?.[0]) || ''
}
