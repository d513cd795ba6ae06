/** What a middleware in the style of Express needs of a request with a bearer token. */
export function bearerRequest(token: string): object {
  const headers = { host: 'app.example', authorization: `Bearer ${token}` }
  return { method: 'GET', protocol: 'https', url: '/', originalUrl: '/', headers, query: {}, is: isNot, get: onlyHost }
}

const isNot = (): boolean => false
const onlyHost = (name: string): string | undefined => (name === 'Host' ? 'app.example' : undefined)

type Middleware = (request: never, response: never, next: (error?: unknown) => void) => unknown

/** Runs a middleware until it calls `next`; rejects with what it hands on. */
export function through(middleware: Middleware, request: object): Promise<void> {
  return new Promise((resolve, reject) => {
    middleware(request as never, {} as never, (error) => (error === undefined ? resolve() : reject(error)))
  })
}
