import { fingerprintOf, HallpassError } from '@hallpass/core'

/** What a fingerprint takes of a request: Express's `req`, Koa's `ctx` and Node's `IncomingMessage` have it. */
export interface FingerprintRequest {
  readonly method?: string | undefined
  readonly url?: string | undefined
  /** The target as it came, where mounts or rewrites may have changed `url`. */
  readonly originalUrl?: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
}

/**
 * A digest of one exact request: method, raw target with its query, content type and encoding, and the bytes of the body as
 * the parser got them. For the `fingerprint` option of `guard`, and for whoever asks for a token that opens just this payload.
 *
 * `rawBody` is what `express.json({ verify })` or a raw parser hands over; left out, the request has no body.
 * @throws HallpassError `ERR_OPTIONS` where the body is not bytes: what was parsed is not what was sent
 */
export function requestFingerprint(request: FingerprintRequest, rawBody?: Uint8Array): string {
  if (rawBody !== undefined && !(rawBody instanceof Uint8Array))
    throw new HallpassError(
      'ERR_OPTIONS',
      'requestFingerprint needs the raw bytes of the body, and not what a parser made',
    )
  return fingerprintOf({
    method: request.method,
    target: request.originalUrl ?? request.url,
    type: headerOf(request, 'content-type'),
    encoding: headerOf(request, 'content-encoding'),
    body: rawBody,
  })
}

function headerOf({ headers }: FingerprintRequest, name: string): string | readonly string[] | undefined {
  return headers[name]
}
