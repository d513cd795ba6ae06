import type { Offer } from '../messages.js'
import type { WorkerLink } from '../worker-link.js'
import type { PlannedFault } from './faults.js'

/** An offer that tells the worker how to misbehave. */
export interface FaultyOffer extends Offer, PlannedFault {}

/** A link to a worker where every offer goes wrong as planned: in the channel, to the process, or in its own code. */
export function faultyLink(link: WorkerLink, next: () => PlannedFault): WorkerLink {
  return {
    ...link,
    send: (message, connection) => {
      if (message.kind !== 'offer') return link.send(message, connection)
      const offer: FaultyOffer = { ...message, ...next() }
      if (offer.fault === 'not_sent') return Promise.reject(new Error('the channel is broken'))
      if (offer.fault === 'killed') setTimeout(link.kill, offer.afterMs)
      return link.send(offer, connection)
    },
  }
}
