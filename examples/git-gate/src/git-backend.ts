import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { passCgiResponse } from './cgi-response.js'

/** Each has some descriptors, of which a process has a limit. */
const MOST_RUNNING = 32

/**
 * Serves the bare repositories of a folder by `git http-backend`, to whoever connects: only the gate may. What the gate says of
 * the token is the remote user; the token itself never comes here.
 * @param mostRunning as many programs run at a time; who comes then is told to come again
 */
export function createGitBackend(folder: string, mostRunning = MOST_RUNNING): Server {
  let running = 0
  return createServer({ requestTimeout: 0 }, (request, response) => {
    if (running >= mostRunning) return void response.writeHead(503, { 'Retry-After': '1' }).end()
    const child: ChildProcess = spawn('git', ['http-backend'], {
      env: environmentOf(request, folder),
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    child.once('error', () => fail(response))
    const { pid, stdin, stdout } = child
    // What does not start has an error to come, and without a descriptor left not even pipes.
    if (pid === undefined || !stdin || !stdout) return
    running++
    child.once('exit', () => running--)
    // The program may be done before it has read everything.
    stdin.on('error', () => request.resume())
    request.pipe(stdin)
    response.once('close', () => child.kill())
    passCgiResponse(stdout, response).catch(() => fail(response))
  })
}

/** RFC 3875, and nothing of the machine: no configuration of the system or of a user, and no hooks. */
function environmentOf({ method, url = '', headers }: IncomingMessage, folder: string): NodeJS.ProcessEnv {
  const [path = '', query = ''] = url.split(/\?(.*)/s)
  return {
    PATH: process.env['PATH'],
    GIT_PROJECT_ROOT: folder,
    GIT_HTTP_EXPORT_ALL: '1',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'core.hooksPath',
    GIT_CONFIG_VALUE_0: '/dev/null',
    GATEWAY_INTERFACE: 'CGI/1.1',
    SERVER_PROTOCOL: 'HTTP/1.1',
    REQUEST_METHOD: method,
    PATH_INFO: decodeURIComponent(path),
    QUERY_STRING: query,
    REMOTE_USER: one(headers['x-hallpass-token-id']),
    REMOTE_ADDR: one(headers['x-forwarded-for']),
    CONTENT_TYPE: headers['content-type'],
    CONTENT_LENGTH: headers['content-length'],
    HTTP_CONTENT_ENCODING: headers['content-encoding'],
    HTTP_GIT_PROTOCOL: one(headers['git-protocol']),
  }
}

function one(value: string | readonly string[] | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

function fail(response: ServerResponse): void {
  if (response.headersSent) response.destroy()
  else response.writeHead(500).end()
}
