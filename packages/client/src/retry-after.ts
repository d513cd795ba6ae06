/**
 * The milliseconds that a response asks to wait for (RFC 9110 10.2.3); `undefined` where it says nothing that can be
 * read. A date is compared with the server's own `Date`, since the two clocks may differ.
 */
export function retryAfter(headers: Headers): number | undefined {
  const hint = headers.get('retry-after')?.trim() ?? ''
  if (/^\d+$/.test(hint)) return Number(hint) * 1000
  const wait = Date.parse(hint) - Date.parse(headers.get('date') ?? '')
  return wait >= 0 ? wait : undefined
}
