import fc from 'fast-check'

/** Any byte; now and then one that ends a line, and what stands behind it is then another line. */
const byte = fc.oneof(
  { weight: 30, arbitrary: fc.integer({ min: 0x20, max: 0xff }) },
  fc.integer({ min: 0, max: 0xff }),
)
const bytes = (maxLength: number) => fc.array(byte, { maxLength }).map((codes) => String.fromCharCode(...codes))

const METHODS = ['GET', 'POST', 'HEAD', 'PUT', 'OPTIONS', 'QUERY', 'TRACE', 'CONNECT', 'PRI', 'get']
const STARTS = ['', '/', '/flows/', '/flows/f-1', '//', '*', 'http://a/', '/%', '/flows/%', '/flows/f-1?t=', '/../']
const VERSIONS = ['1.1', '1.1', '1.1', '1.1', '1.0', '0.9', '2.0', '1.1 ']

const NAMES = [
  ...['Authorization', 'Cookie', 'X-Hallpass-Token', 'Content-Type', 'Accept', 'Origin', 'Sec-Fetch-Site'],
  ...['Sec-Fetch-Mode', 'Sec-Purpose', 'Purpose', 'X-Moz', 'Content-Length', 'Transfer-Encoding', 'Expect', 'Upgrade'],
  ...['X-HTTP-Method-Override', 'X-Forwarded-Host', 'Host', 'Range', 'Connection'],
]
const VALUES = [
  ...[
    '',
    'Bearer ',
    'Basic ',
    'bearer\t',
    'Bearer hp_',
    'Basic aHA6',
    '__Host-t=',
    '__Host-t="',
    'text/html',
    'prefetch',
  ],
  ...[
    'navigate',
    'same-origin',
    'null',
    'application/x-www-form-urlencoded',
    'chunked',
    '100-continue',
    'websocket',
    '7',
  ],
]

const target = fc.oneof(
  fc.tuple(fc.constantFrom(...STARTS), bytes(40)).map((parts) => parts.join('')),
  fc
    .array(fc.constantFrom(...'/%.?#&;=\\:@ft', '%2e', '%2f', '%25', '%00'), { maxLength: 60 })
    .map((parts) => parts.join('')),
)
const line = fc.tuple(
  fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...NAMES) }, bytes(20)),
  fc.constantFrom(': ', ':', ' : ', '\t:', ''),
  fc.constantFrom(...VALUES),
  bytes(60),
)
const lines = fc.array(
  line.map((parts) => parts.join('')),
  { maxLength: 6 },
)

/** A request as bytes, of which most get through Node's parser and many do not. */
const request = fc
  .tuple(
    fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...METHODS) }, bytes(8)),
    target,
    fc.constantFrom(...VERSIONS),
    lines,
    bytes(20),
  )
  .map(([method, path, version, some, body]) =>
    [`${method} ${path} HTTP/${version}`, 'Host: a', ...some, '', body].join('\r\n'),
  )

/** The handshake of a WebSocket, with the rest arbitrary. */
const upgrade = fc
  .tuple(target, lines)
  .map(([path, some]) =>
    [`GET ${path} HTTP/1.1`, 'Host: a', 'Connection: Upgrade', 'Upgrade: websocket', ...some, '', ''].join('\r\n'),
  )

export function arbitraryRequests(count: number, seed: number): readonly string[] {
  return fc.sample(request, { numRuns: count, seed })
}

export function arbitraryUpgrades(count: number, seed: number): readonly string[] {
  return fc.sample(upgrade, { numRuns: count, seed })
}

/** Targets that begin like one that a token opens, and go on. */
export function longerThanOpened(count: number, seed: number): readonly string[] {
  const end = bytes(20).filter((text) => /^[^?\r\n\0 ]/.test(text) && !/[\r\n ]/.test(text))
  return fc.sample(end, { numRuns: count, seed }).map((text) => `/flows/f-1${text}`)
}
