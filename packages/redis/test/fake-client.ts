import type { IoredisClient } from '../src/client/redis-client.js'

/** What a command is answered with: a value, or what is thrown. */
export type Answers = (command: readonly string[]) => unknown

/** A client without a server, and the commands that came. */
export function fakeClient(answers: Answers = () => null) {
  const sent: string[][] = []
  const client = {
    status: 'ready',
    isCluster: false,
    connect: async (): Promise<unknown> => undefined,
    call: async (...command: string[]): Promise<unknown> => {
      sent.push(command)
      return answers(command)
    },
  } satisfies IoredisClient
  return { client, sent }
}

/** An answer such as servers give. */
export function replyError(text: string): Error {
  return Object.assign(new Error(text), {
    name: 'ReplyError',
    command: { name: 'evalsha', args: ['digest', 'secret'] },
  })
}
