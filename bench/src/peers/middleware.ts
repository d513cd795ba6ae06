/** What a middleware in the style of Express needs of a request with a bearer token. */
export function bearerRequest(token: string): object {
  return { method: 'GET', url: '/', headers: { authorization: `Bearer ${token}` }, query: {}, is: () => false }
}

type Middleware = (request: never, response: never, next: (error?: unknown) => void) => unknown

/** Runs a middleware until it calls `next`; rejects with what it hands on. */
export function through(middleware: Middleware, request: object): Promise<void> {
  return new Promise((resolve, reject) => {
    middleware(request as never, {} as never, (error) => (error === undefined ? resolve() : reject(error)))
  })
}
