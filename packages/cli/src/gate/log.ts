import { redactTokens } from '@hallpass/http'
import { type DestinationStream, destination, type Logger, pino } from 'pino'

/** The descriptor of standard error: the command keeps standard output for results. */
const STDERR = 2

/**
 * A logger for {@link createGate}: a line of JSON each. The gate hands it no header and no query; whatever else looks like a
 * token in a line, such as one in a path or in an error's text, loses its secret.
 */
export function createGateLog(stream: DestinationStream = destination({ fd: STDERR, sync: true })): Logger {
  const options = {
    base: null,
    redact: ['*.headers.authorization', '*.headers.cookie', 'headers.authorization', 'headers.cookie'],
    hooks: { streamWrite: (line: string) => redactTokens(line) },
  }
  return pino(options, stream)
}
