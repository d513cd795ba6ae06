import type { AMBIGUOUS } from '../raw-headers.js'
import type { RequestView } from '../request-view.js'

/** A place where a request may carry a token. */
export interface TokenSource {
  /** Tells sources apart, such as `bearer` or `query t`. */
  readonly name: string
  /** The header that it reads, lower case, for `Vary`; `undefined` where it reads none. */
  readonly header: string | undefined
  /** Whether the credentials of other systems travel the same way: a text that is not ours is then somebody else's. */
  readonly shared: boolean
  /** Whether browsers attach it by themselves, to requests that other sites start. `'in-browsers'`: only what carries a browser's marks is held against that. */
  readonly ambient: 'never' | 'always' | 'in-browsers'
  /** Whether the token is in the URL, where logs and `Referer` see it. */
  readonly inUrl: boolean
  /** Whether a refusal asks for it by a challenge of its own, besides `Bearer`. */
  readonly challenge: 'Basic' | undefined
  /** Looks for a token. `owns` tells the service's own texts from others. */
  read(request: RequestView, owns: (text: string) => boolean): Reading
}

/** What a source found: nothing, a text, or more than one or something that breaks the grammar. */
export type Reading = string | undefined | typeof AMBIGUOUS
