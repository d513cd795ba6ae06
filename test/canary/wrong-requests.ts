import { connect } from 'node:net'

/** Requests with the token in places where it does not belong, and such as cannot be read; as they go over the wire. */
export function wrongRequests(token: string): readonly string[] {
  const bearer = `Authorization: Bearer ${token}`
  const basic = `Authorization: Basic ${Buffer.from(`git:${token}`).toString('base64')}`
  const heads = [
    ['GET / HTTP/1.1', `Authorization: bearer ${token}x`],
    ['GET / HTTP/1.1', bearer, bearer],
    ['GET / HTTP/1.1', bearer, `X-Hallpass-Token: ${token}`],
    ['GET / HTTP/1.1', `${bearer}, ${token}`],
    ['GET / HTTP/1.1', basic],
    ['GET / HTTP/1.1', 'Accept: text/html', 'Sec-Fetch-Mode: navigate', bearer],
    ['GET / HTTP/1.1', `Cookie: session=${token}; token=${token}`],
    [`GET /?t=${token}&token=${token} HTTP/1.1`],
    ['GET /%zz/%ff HTTP/1.1', bearer],
    ['GET /nowhere HTTP/1.1', bearer],
    ['OPTIONS * HTTP/1.1', bearer],
    ['DELETE / HTTP/1.1', bearer],
    ['GET http://elsewhere.example/ HTTP/1.1', bearer],
    ['GET / HTTP/1.1', bearer, `X-Long: ${'a'.repeat(20_000)}`],
    ['GET / HTTP/1.1', bearer, 'no header'],
    [`BREW / HTTP/1.1`, bearer],
    ['GET / HTTP/9.9', bearer],
    [token],
  ]
  const bodies = [
    ['application/json', `{"t": ${token}`],
    ['application/json', `{"${token}": 1}`],
    ['application/json; charset=none', JSON.stringify({ t: token })],
    ['application/x-www-form-urlencoded', `t=${token}&t=${token}`],
    ['application/x-www-form-urlencoded', `confirm=${token}`],
    ['multipart/form-data', token],
  ] as const
  return [...heads.map((lines) => requestOf(lines)), ...bodies.flatMap(([type, body]) => posts(type, body))]
}

/** To all paths that some example parses a body for. */
function posts(type: string, body: string): readonly string[] {
  return ['/', '/commands', '/session', '/tokens', '/downloads/2026-10', '/sign-in'].map((path) =>
    requestOf([`POST ${path} HTTP/1.1`, `Content-Type: ${type}`, `Content-Length: ${body.length}`], body),
  )
}

function requestOf([first = '', ...lines]: readonly string[], body = ''): string {
  return `${[first, 'Host: a', 'Connection: close', ...lines].join('\r\n')}\r\n\r\n${body}`
}

/** Sends a text to a server, and resolves to all that comes back until it closes. */
export function exchangeRaw({ hostname, port }: URL, text: string): Promise<string> {
  return new Promise((resolve) => {
    let came = ''
    const socket = connect(Number(port), hostname, () => socket.write(text))
    socket.setEncoding('latin1').on('data', (data: string) => {
      came += data
    })
    socket.on('error', (error) => {
      came += error.message
    })
    socket.on('close', () => resolve(came))
  })
}
