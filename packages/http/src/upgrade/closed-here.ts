import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/** Calls back when a service of this process revokes or denies this token, until the answer is called. */
export function onClosed(id: string, listener: Listener): () => void {
  if (listeners.size === 0) for (const name of CHANNELS) subscribe(name, hear)
  const ofThis = listeners.get(id) ?? new Set<Listener>()
  listeners.set(id, ofThis.add(listener))
  return () => {
    if (!ofThis.delete(listener) || ofThis.size > 0) return
    listeners.delete(id)
    if (listeners.size === 0) for (const name of CHANNELS) unsubscribe(name, hear)
  }
}

type Listener = (how: 'revoked' | 'denied') => void

/** By id: a channel that calls every stream for every token would take too long. */
const listeners = new Map<string, Set<Listener>>()

const CHANNELS = ['hallpass:revoked', 'hallpass:denied']

function hear(message: unknown): void {
  const { id, event } = message as { readonly id: string; readonly event: 'revoked' | 'denied' }
  for (const listener of [...(listeners.get(id) ?? [])]) listener(event)
}
