import { gzipSync } from 'node:zlib'
import { afterEach, expect, it, vi } from 'vitest'
import { withDownloadExample } from './running-download-example.js'

afterEach(() => void vi.restoreAllMocks())

const FORM = 't=hp_download_0'
const LONG = `t=${'x'.repeat(100_000)}`

it.each([
  ['broken gzip', 400, 'gzip', 'not gzip'],
  ['gzip that is cut off', 400, 'gzip', gzipSync(FORM).subarray(0, 20)],
  ['broken brotli', 400, 'br', 'not brotli'],
  ['a coding that nobody has', 415, 'x-none', FORM],
  ['a form that is too long', 413, 'identity', LONG],
])('the download example answers %s with %d, and neither keeps nor logs it as an error', (_, status, coding, body) =>
  withDownloadExample(async ({ url }) => {
    const logged = vi.spyOn(console, 'error').mockImplementation(() => {})
    const answer = await fetch(new URL('/downloads/2026-10', url), {
      ...{ method: 'POST', body: typeof body === 'string' ? body : new Uint8Array(body) },
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'content-encoding': coding },
    })
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([status, 'no-store'])
    expect(logged).not.toHaveBeenCalled()
  }),
)
