/** What the environment decides. */
export interface Settings {
  /** The port of nginx; 0 for a free one. */
  readonly port: number
}

/**
 * Reads `PORT` (default 3008).
 * @throws Error for what is not a port
 */
export function readSettings({ PORT = '3008' }: NodeJS.ProcessEnv): Settings {
  const port = Number(PORT)
  if (/^\d+$/.test(PORT) && port <= 65_535) return { port }
  throw new Error(`PORT must be a port such as 3008, or 0 for a free one, got ${JSON.stringify(PORT)}`)
}
