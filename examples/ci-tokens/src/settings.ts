/** What the environment decides. */
export interface Settings {
  /** The port of the API; 0 for a free one. */
  readonly port: number
  /** The port of the builds service; 0 for a free one. */
  readonly buildsPort: number
  /** The URL of the store; left out, one of its own. */
  readonly store?: string
  /** What tokens look like. */
  readonly format: 'text' | 'jwt'
}

/**
 * Reads `PORT` (default 3003), `BUILDS_PORT` (default 3004), `TOKEN_FORMAT` (default `text`) and `HALLPASS_STORE` (default a
 * store of its own).
 * @throws Error for what is not a port, or not a format
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const { PORT = '3003', BUILDS_PORT = '3004', TOKEN_FORMAT = 'text', HALLPASS_STORE: store } = environment
  if (TOKEN_FORMAT !== 'text' && TOKEN_FORMAT !== 'jwt')
    throw new Error(`TOKEN_FORMAT must be text or jwt, got ${JSON.stringify(TOKEN_FORMAT)}`)
  const ports = { port: readPort('PORT', PORT), buildsPort: readPort('BUILDS_PORT', BUILDS_PORT) }
  return { ...ports, format: TOKEN_FORMAT, ...(store && { store }) }
}

function readPort(name: string, text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new Error(`${name} must be a port such as 3003, or 0 for a free one, got ${JSON.stringify(text)}`)
}
