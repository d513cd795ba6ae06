import type { RequestView } from '../src/index.js'

/** A request as an adapter would see it, without what a test leaves out. */
export function viewOf(request: Partial<RequestView> = {}): RequestView {
  return {
    request: undefined,
    key: {},
    method: 'GET',
    target: '/',
    unchanged: true,
    rawHeaders: [],
    body: undefined,
    params: undefined,
    ...request,
  }
}

/** Header lines from pairs, as Node lists them. */
export function lines(...pairs: readonly (readonly [name: string, value: string])[]): readonly string[] {
  return pairs.flat()
}

/** The credentials of Basic. */
export function basicOf(text: string): string {
  return Buffer.from(text).toString('base64')
}
