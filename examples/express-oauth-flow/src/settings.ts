/** What the environment decides. */
export interface Settings {
  /** The application's port; 0 for a free one. */
  readonly port: number
  /** The provider's port; 0 for a free one. */
  readonly providerPort: number
}

/**
 * Reads `PORT` (default 3000) and `PROVIDER_PORT` (default 3001).
 * @throws Error for what is not a port
 */
export function readSettings({ PORT = '3000', PROVIDER_PORT = '3001' }: NodeJS.ProcessEnv): Settings {
  return { port: readPort('PORT', PORT), providerPort: readPort('PROVIDER_PORT', PROVIDER_PORT) }
}

function readPort(name: string, text: string): number {
  const port = Number(text)
  if (/^\d+$/.test(text) && port <= 65_535) return port
  throw new Error(`${name} must be a port such as 3000, or 0 for a free one, got ${JSON.stringify(text)}`)
}
