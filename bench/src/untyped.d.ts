declare module 'signed' {
  interface Signature {
    sign(url: string, options?: { readonly exp?: number }): string
    verify(url: string): string
  }
  /** CommonJS, whose own default is a member. */
  const signed: { default(options: { readonly secret: string; readonly hash?: string }): Signature }
  export default signed
}

declare module 'passport' {
  type Next = (error?: unknown) => void
  interface Authenticator {
    use(strategy: unknown): this
    authenticate(
      name: string,
      options: { readonly session: false },
    ): (request: object, response: object, next: Next) => void
  }
  const passport: { Authenticator: new () => Authenticator }
  export default passport
}

declare module 'passport-http-bearer' {
  type Done = (error: unknown, user?: unknown) => void
  export class Strategy {
    constructor(verify: (token: string, done: Done) => void)
  }
}

declare module 'jsonwebtoken' {
  import type { KeyObject } from 'node:crypto'

  const jsonwebtoken: {
    sign(payload: object, key: string | KeyObject, options: object): string
    verify(token: string, key: string | KeyObject, options: object): object
  }
  export default jsonwebtoken
}

declare module 'express-session' {
  interface Store {
    get(id: string, done: (error: unknown, session: unknown) => void): void
  }
  interface Session {
    (options: object): (request: object, response: object, next: (error?: unknown) => void) => void
    Store: new () => Store
  }
  const session: Session
  export default session
}

declare module 'better-sqlite3-session-store' {
  export default function makeStore(session: unknown): new (options: {
    readonly client: unknown
  }) => {
    set(id: string, session: object, done: (error: unknown) => void): void
  }
}

declare module 'autocannon' {
  interface Options {
    readonly url: string
    readonly connections: number
    readonly amount: number
    /** Milliseconds between its looks at whether all is done. */
    readonly sampleInt: number
    readonly requests: readonly { readonly path: string; readonly headers: Readonly<Record<string, string>> }[]
  }
  interface Result {
    readonly '2xx': number
    readonly latency: { readonly p50: number; readonly p99: number }
  }
  interface Run extends Promise<Result> {
    on(event: 'response', listener: () => void): void
  }
  export default function autocannon(options: Options): Run
}
