import { type Channel, channel } from 'node:diagnostics_channel'
import type { RefusalReason } from '../record/refusal.js'

/** What the service tells of, by event: ids, scopes and reasons; never secrets, context values or metadata. */
export interface ServiceEvents {
  readonly minted: {
    readonly id: string
    readonly scopes: readonly string[]
    readonly expiresAt: Date
    readonly createdBy: string | undefined
  }
  readonly validated: UsedToken
  readonly consumed: UsedToken & { readonly usesLeft: number | null }
  /** `id` is there only if the right secret was presented. */
  readonly refused: { readonly reason: RefusalReason; readonly id: string | undefined }
  readonly approved: Decided
  readonly denied: Decided
  readonly revoked: Decided
  readonly swept: { readonly count: number }
  /** A call of the store that failed: which method, and the code of the error. */
  readonly store_failed: { readonly method: string; readonly code: string }
}

interface UsedToken {
  readonly id: string
  readonly scope: string
  readonly route: string | undefined
}

interface Decided {
  readonly id: string
  readonly by: string
}

/** The name of an event. */
export type ServiceEventName = keyof ServiceEvents

/** An event with its name, as `onEvent` hears it. */
export type ServiceEvent = {
  readonly [N in ServiceEventName]: { readonly event: N } & ServiceEvents[N]
}[ServiceEventName]

/** Hears every event. What it throws or rejects with changes no decision. */
export type EventListener = (event: ServiceEvent) => unknown

/** Tells events, to the listener and on the diagnostics channels `hallpass:<event>`. */
export interface Announcer {
  /** Whether anybody listens: where nobody does, an event is not even made. */
  hears(event: ServiceEventName): boolean
  tell<N extends ServiceEventName>(event: N, of: ServiceEvents[N]): void
}

export function createAnnouncer(listener: EventListener | undefined): Announcer {
  return {
    hears: (event) => listener !== undefined || CHANNELS[event].hasSubscribers,
    tell(event, of) {
      const message = { event, ...of } as unknown as ServiceEvent
      if (CHANNELS[event].hasSubscribers) CHANNELS[event].publish(message)
      if (listener) hear(listener, message)
    },
  }
}

const CHANNELS: Readonly<Record<ServiceEventName, Channel>> = {
  minted: channel('hallpass:minted'),
  validated: channel('hallpass:validated'),
  consumed: channel('hallpass:consumed'),
  refused: channel('hallpass:refused'),
  approved: channel('hallpass:approved'),
  denied: channel('hallpass:denied'),
  revoked: channel('hallpass:revoked'),
  swept: channel('hallpass:swept'),
  store_failed: channel('hallpass:store_failed'),
}

/** The names of all events, for whoever subscribes to their diagnostics channels. */
export const SERVICE_EVENT_NAMES: readonly ServiceEventName[] = Object.freeze(
  Object.keys(CHANNELS) as ServiceEventName[],
)

/** A listener is a guest: its faults are reported as warnings and go no further. */
function hear(listener: EventListener, message: ServiceEvent): void {
  try {
    const heard = listener(message)
    if (heard instanceof Promise) heard.catch(warn)
  } catch (error) {
    warn(error)
  }
}

function warn(error: unknown): void {
  const kind = error instanceof Error ? error.name : typeof error
  process.emitWarning(`onEvent failed (${kind}); the decision stands`, {
    code: 'HALLPASS_LISTENER',
    type: 'HallpassWarning',
  })
}
