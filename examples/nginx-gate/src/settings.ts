/** What the environment decides. */
export interface Settings {
  /** The port of nginx; 0 for a free one. */
  readonly port: number
  /** The URL of the store; left out, one of its own. */
  readonly store?: string
}

/**
 * Reads `PORT` (default 3008) and `HALLPASS_STORE` (default a store of its own).
 * @throws Error for what is not a port
 */
export function readSettings({ PORT = '3008', HALLPASS_STORE: store }: NodeJS.ProcessEnv): Settings {
  const port = Number(PORT)
  if (/^\d+$/.test(PORT) && port <= 65_535) return { port, ...(store && { store }) }
  throw new Error(`PORT must be a port such as 3008, or 0 for a free one, got ${JSON.stringify(PORT)}`)
}
