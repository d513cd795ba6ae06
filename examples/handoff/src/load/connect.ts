import { once } from 'node:events'
import { connect } from 'node:net'

/** What a client got: an answer of a worker, of the broker, none, or what no client must get. */
export type ClientOutcome = 'served' | 'told_to_try_again' | 'cut_off' | 'left' | 'garbled'

/** Connects, and reads until the other side closes. */
export async function readAnswer(port: number): Promise<string> {
  const connection = connect(port, 'localhost')
  let answer = ''
  connection.setEncoding('utf8').on('data', (chunk: string) => {
    answer += chunk
  })
  // A reset cuts the answer off, and then there is a close as well.
  connection.on('error', () => connection.destroy())
  await once(connection, 'close')
  return answer
}

/** Connects, and is gone before anybody could answer. */
export async function leaveAtOnce(port: number): Promise<void> {
  const connection = connect(port, 'localhost')
  await once(connection, 'connect')
  connection.resetAndDestroy()
}

/** Two answers, or half a one, are garbled. */
export function outcomeOf(answer: string): ClientOutcome {
  if (answer === '') return 'cut_off'
  if (/^served by worker-\d+, process \d+\n$/.test(answer)) return 'served'
  return /^try again: \w+\n$/.test(answer) ? 'told_to_try_again' : 'garbled'
}
