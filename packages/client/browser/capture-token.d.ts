/**
 * Reads the token from the page's fragment (`#t=…`, where `tokenLink` puts it), takes it out of the address bar and of
 * the session history, and gives a `fetch` that sends it. Other parts of the fragment and `history.state` stay.
 *
 * Call it once, at the top of the page's first script: what runs before it can read the token from the address. Called
 * again, or after a reload, it finds none. Two tokens in one fragment, or a text that no header can carry, count as none;
 * they are taken out all the same.
 */
export declare function captureToken(options?: CaptureOptions): CapturedToken

/** What {@link captureToken} takes. */
export interface CaptureOptions {
  /** The header that carries the token; in `authorization` it is `Bearer <token>`. Default `x-hallpass-token`. */
  readonly header?: TokenHeader
  /** The window to read from. Default the global one. */
  readonly window?: CaptureWindow
}

/** The headers that hallpass's servers look into by default. */
export type TokenHeader = 'x-hallpass-token' | 'authorization'

/** A token that is in no property, and so in no JSON, no log and no copy. */
export interface CapturedToken {
  /** Whether the address held a token. */
  readonly present: boolean
  /**
   * As the page's own `fetch`, with the token, to the page's own origin only. Any other address, `blob:` and `data:` too,
   * rejects with a `SecurityError` and sends nothing. A redirect rejects with a `TypeError`: `redirect` and `mode` of the
   * caller are overruled, and so is a token header of the caller's. Without a token the same rules hold, and the server
   * answers that one is missing.
   */
  readonly fetch: typeof fetch
}

/** What {@link captureToken} uses of a window. */
export interface CaptureWindow {
  readonly location: { readonly href: string; readonly origin: string }
  readonly history: { readonly state: unknown; replaceState(state: unknown, unused: string, url: string): void }
  readonly fetch: typeof fetch
  readonly Request: typeof Request
}
