import { AMBIGUOUS } from './raw-headers.js'
import type { RequestView } from './request-view.js'
import type { TokenSource } from './sources/token-source.js'

/** What a request presents, over all sources. */
export type Presented =
  | { readonly kind: 'nothing' }
  /** More than one token, a repeated one, or a text that breaks the grammar. */
  | { readonly kind: 'ambiguous' }
  /** A credential of another system, and no token beside it. */
  | PresentedText<'foreign'>
  | PresentedText<'token'>

interface PresentedText<K extends string> {
  readonly kind: K
  readonly text: string
  readonly source: TokenSource
}

/** Reads every source: exactly one token may be presented over all of them. Another system's credential is no token. */
export function readPresented(
  request: RequestView,
  sources: readonly TokenSource[],
  owns: (text: string) => boolean,
): Presented {
  let token: Presented | undefined
  let foreign: Presented | undefined
  for (const source of sources) {
    const text = source.read(request, owns)
    if (text === undefined) continue
    if (text === AMBIGUOUS) return MORE_THAN_ONE
    if (source.shared && !owns(text)) foreign = { kind: 'foreign', text, source }
    else if (token) return MORE_THAN_ONE
    else token = { kind: 'token', text, source }
  }
  return token ?? foreign ?? NOTHING
}

const NOTHING: Presented = Object.freeze({ kind: 'nothing' })
const MORE_THAN_ONE: Presented = Object.freeze({ kind: 'ambiguous' })
