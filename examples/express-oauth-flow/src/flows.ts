import type { MintedToken, TokenService } from '@hallpass/core'
import { oauthFlow } from './scopes.js'
import type { Account, Attempt } from './sign-in.js'

/** Somebody was asked to connect an account. */
export interface Flow {
  readonly id: string
  readonly endsAt: Date
  /** The sign-in under way, if one was started. */
  readonly attempt: StartedAttempt | undefined
}

/** A sign-in, bound to the browser that started it: `browser` is a secret that only that browser has, in a cookie. */
export interface StartedAttempt extends Attempt {
  readonly browser: string
}

export type FlowEnd =
  | { readonly how: 'connected'; readonly account: Account }
  | { readonly how: 'failed' | 'abandoned' }

/** The open flows. They live in this process; a real application keeps them in its database. */
export interface Flows {
  /** Opens a flow, and mints the token that goes into its link. */
  open(): Promise<{ readonly flow: Flow; readonly minted: MintedToken }>
  find(id: string): Flow | undefined
  findByState(state: string): Flow | undefined
  /** Keeps a sign-in with its flow, in place of an earlier one. */
  start(flow: Flow, attempt: StartedAttempt): void
  /** Takes a flow out of the open ones, so that it is finished once. Who takes it ends it. */
  take(flow: Flow): void
  /** Ends a flow. When this resolves, its tokens are dead. */
  end(id: string, end: FlowEnd): Promise<void>
  /** Ends all that are open, as abandoned. */
  endAll(): Promise<void>
}

/** Makes the flows of a process. `onEnd` hears how each one ended: keep the account there. */
export function createFlows(service: TokenService, onEnd: (id: string, end: FlowEnd) => void): Flows {
  const opened = new Map<string, Flow>()
  let number = 16

  const end: Flows['end'] = async (id, end) => {
    opened.delete(id)
    await service.revokeByResource(oauthFlow, id, { by: 'oauth-flow', note: end.how })
    onEnd(id, end)
  }

  const abandon = async (id: string) => {
    if (opened.has(id)) await end(id, { how: 'abandoned' })
  }

  return {
    open: async () => {
      number += 1
      const id = `f-${number}`
      const minted = await service.mint(oauthFlow, { resourceId: id })
      const flow: Flow = { id, endsAt: minted.expiresAt, attempt: undefined }
      opened.set(id, flow)
      callAt(flow.endsAt, () => abandon(id))
      return { flow, minted }
    },
    find: (id) => opened.get(id),
    findByState: (state) => [...opened.values()].find(({ attempt }) => attempt?.state === state),
    start: (flow, attempt) => void opened.set(flow.id, { ...flow, attempt }),
    take: ({ id }) => void opened.delete(id),
    end,
    endAll: async () => void (await Promise.all([...opened.keys()].map(abandon))),
  }
}

/** Without holding the process open. */
function callAt(time: Date, work: () => Promise<void>): void {
  setTimeout(() => void work().catch(console.error), time.getTime() - Date.now()).unref()
}
