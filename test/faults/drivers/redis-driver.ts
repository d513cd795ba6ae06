import { Redis } from 'ioredis'
import type { FaultLine } from './fault-line.js'

interface Command {
  readonly name: string
  readonly promise: Promise<unknown>
  resolve: (answer: unknown) => void
  reject: (error: Error) => void
}

type Send = (this: Redis, command: Command, ...rest: unknown[]) => unknown

/** What a client says by itself, to find its way and to shake hands. */
const OWN = ['hello', 'info', 'cluster', 'select', 'client', 'auth', 'ping']

/** Puts every command of ioredis in this process on a line. Gives what takes it off again. */
export function lineUpRedis(line: FaultLine): () => void {
  const prototype = Redis.prototype as unknown as { sendCommand: Send }
  const original = prototype.sendCommand
  prototype.sendCommand = function (command, ...rest) {
    const fault = OWN.includes(command.name) ? undefined : line.next()
    if (fault === 'before') {
      command.reject(new Error('the connection broke'))
      return command.promise
    }
    if (fault === 'after') command.resolve = () => command.reject(new Error('the connection broke'))
    return original.call(this, command, ...rest)
  }
  return () => {
    prototype.sendCommand = original
  }
}
