import type { IncomingBody } from '../read-text.js'
import type { RequestView } from '../request-view.js'

/** What an adapter can see of a request to introspection or revocation. */
export interface OAuthRequest<R = unknown> extends RequestView<R> {
  /** The body as it comes in, for where no parser of the application has read it: Node's request. */
  readonly incoming: IncomingBody
}
