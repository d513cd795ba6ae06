/** What the environment decides. */
export interface Settings {
  /** The broker's port; 0 for a free one. */
  readonly port: number
  /** The URL of the store; left out, one of its own. */
  readonly store?: string
}

/** What the environment decides for the load. */
export interface LoadSettings {
  /** Which failures come when. */
  readonly seed: number
  readonly handOffs: number
}

/**
 * Reads `PORT` (default 3005) and `HALLPASS_STORE` (default a store of its own).
 * @throws Error for what is not a port
 */
export function readSettings({ PORT = '3005', HALLPASS_STORE: store }: NodeJS.ProcessEnv): Settings {
  const port = Number(PORT)
  if (/^\d+$/.test(PORT) && port <= 65_535) return { port, ...(store && { store }) }
  throw new Error(`PORT must be a port such as 3005, or 0 for a free one, got ${JSON.stringify(PORT)}`)
}

/**
 * Reads `SEED` (default another at each start) and `HANDOFFS` (default 100).
 * @throws Error for what is not a whole number
 */
export function readLoadSettings(
  { SEED, HANDOFFS = '100' }: NodeJS.ProcessEnv,
  anySeed: () => number = () => Math.floor(Math.random() * 1_000_000),
): LoadSettings {
  return {
    seed: SEED === undefined ? anySeed() : wholeNumber('SEED', SEED),
    handOffs: wholeNumber('HANDOFFS', HANDOFFS),
  }
}

function wholeNumber(name: string, text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text)
  throw new Error(`${name} must be a whole number such as 100, got ${JSON.stringify(text)}`)
}
