import { accept, startWork, tellBroker } from '../work.js'
import type { Fault } from './faults.js'
import type { FaultyOffer } from './faulty-link.js'

/** Those of a worker's own; to all others it answers as it should. */
const MISBEHAVE: Readonly<Partial<Record<Fault, (offer: FaultyOffer, before: FaultyOffer | undefined) => void>>> = {
  silent: () => {},
  wrong_token: (offer, before) => accept({ ...offer, token: before?.token ?? `${offer.token}x` }),
  malformed: ({ id }) => tellBroker({ kind: 'accepted', id } as never),
  twice: (offer) => {
    accept(offer)
    accept(offer)
  },
  crash: () => process.exit(1),
  crash_after: (offer) => accept(offer, () => process.exit(1)),
  disconnect: () => process.disconnect(),
}

let previous: FaultyOffer | undefined

startWork<FaultyOffer>((offer) => {
  const before = previous
  previous = offer
  const misbehave = MISBEHAVE[offer.fault] ?? (() => accept(offer))
  setTimeout(() => misbehave(offer, before), offer.afterMs)
})
