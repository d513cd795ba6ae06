import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What a request is asked with: a token, and what `fetch` takes. */
export interface Asked extends RequestInit {
  readonly token?: string
}

/** Serves one request with an application. */
export async function ask(app: RequestListener, path: string, { token, ...init }: Asked = {}): Promise<Response> {
  const server = createServer(app).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const headers = new Headers(init.headers)
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`
  const response = await fetch(url, { redirect: 'manual', ...init, headers })
  const whole = new Response(await response.text(), response)
  server.close()
  return whole
}
