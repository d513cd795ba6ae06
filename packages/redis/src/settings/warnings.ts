import { channel } from 'node:diagnostics_channel'

/** What a setting of the server may do. */
export type StoreWarningKind =
  | 'snapshots_only'
  | 'no_persistence'
  | 'append_delayed'
  | 'eviction'
  | 'failover'
  | 'replica'
  | 'unchecked'

/** A setting of the server that may bring a spent use back or lose tokens, and what to set instead. */
export interface StoreWarning {
  readonly kind: StoreWarningKind
  /** A sentence for people. It names settings and their values, never keys, addresses or tokens. */
  readonly text: string
}

const warnings = channel('hallpass:store_warning')

/** Tells a warning to whoever listens. What a listener throws changes nothing. */
export function tellWarning(listener: (warning: StoreWarning) => void, warning: StoreWarning): void {
  if (warnings.hasSubscribers) warnings.publish(warning)
  try {
    listener(warning)
  } catch (error) {
    process.emitWarning(`onWarning failed (${error instanceof Error ? error.name : typeof error})`, {
      code: 'HALLPASS_LISTENER',
      type: 'HallpassWarning',
    })
  }
}

/** Who hears of warnings where nobody else does. */
export function warnProcess({ text }: StoreWarning): void {
  process.emitWarning(text, { code: 'HALLPASS_REDIS_SETTINGS', type: 'HallpassWarning' })
}
