import type { EventListener } from '@hallpass/core'

/** One line for each thing that happened to a token. Events hold ids, names and reasons, and never a secret. */
export function eventLog(log: (line: string) => void): EventListener {
  return (event) => {
    if (event.event === 'minted') log(`${event.id} waits for approval, asked for by ${event.createdBy}`)
    if (event.event === 'approved' || event.event === 'denied') log(`${event.id} ${event.event} by ${event.by}`)
    if (event.event === 'consumed') log(`${event.id} used, ${event.usesLeft} uses left`)
    if (event.event === 'refused' && event.reason !== 'pending')
      log(`${event.id ?? 'a token'} refused: ${event.reason}`)
  }
}
