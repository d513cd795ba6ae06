/** A command with its values, as it goes over the wire. */
export type Command = readonly [name: string, ...values: string[]]

/**
 * Whether a client can be asked now. `'starting'`: it is connecting, or connects again. `'idle'`: it connects when it is
 * told to. `'down'`: it lost its connection, was ended, or nobody told it to connect.
 */
export type ClientState = 'ready' | 'starting' | 'idle' | 'down'

/** The one small interface through which the store uses whichever client it was given. */
export interface Driver {
  readonly isCluster: boolean
  readonly state: () => ClientState
  /** Begins to connect a client that is `'idle'`. */
  readonly connect: () => Promise<unknown>
  /** Sends a command to the master that has the key. */
  readonly send: (key: string, command: Command) => Promise<unknown>
  /** Sends a command to every master. */
  readonly sendToMasters: (command: Command) => Promise<readonly unknown[]>
}
