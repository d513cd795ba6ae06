import { subscribe, unsubscribe } from 'node:diagnostics_channel'

/**
 * Calls back when any service of this process has minted or decided, until the answer is called. What happened is not looked
 * at: it is a hint to look into the store.
 */
export function onLocalChange(hint: () => void): () => void {
  const listener = () => hint()
  for (const name of CHANNELS) subscribe(name, listener)
  return () => {
    for (const name of CHANNELS) unsubscribe(name, listener)
  }
}

const CHANNELS = ['hallpass:minted', 'hallpass:approved', 'hallpass:denied', 'hallpass:revoked']
