/** What the environment decides. */
export interface Settings {
  /** The application's port; 0 for a free one. */
  readonly port: number
  /** The provider's port; 0 for a free one. */
  readonly providerPort: number
  /** The URL of the store; left out, one of its own. */
  readonly store?: string
}

/**
 * Reads `PORT` (default 3000), `PROVIDER_PORT` (default 3001) and `HALLPASS_STORE` (default a store of its own).
 * @throws Error for what is not a port
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const { PORT = '3000', PROVIDER_PORT = '3001', HALLPASS_STORE: store } = environment
  const ports = { port: readPort('PORT', PORT), providerPort: readPort('PROVIDER_PORT', PROVIDER_PORT) }
  return { ...ports, ...(store && { store }) }
}

function readPort(name: string, text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new Error(`${name} must be a port such as 3000, or 0 for a free one, got ${JSON.stringify(text)}`)
}
