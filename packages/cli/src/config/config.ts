import type { Duration, EventListener, Pepper, Scope, TokenFormat, TokenStore } from '@hallpass/core'

/** What `hallpass.config.js` exports. All but `store` is what the application hands to `createTokenService`. */
export interface HallpassConfig {
  readonly scopes: readonly Scope[]
  /**
   * The store: its URL, or a function that opens it. A path in a URL is taken from the folder of the configuration.
   * `--store` and `HALLPASS_STORE` go before it.
   */
  readonly store?: string | (() => TokenStore | Promise<TokenStore>)
  /** The prefix of the tokens' texts. Default `hp`. */
  readonly prefix?: string
  readonly pepper?: Pepper
  readonly format?: TokenFormat
  /** How long a record is kept after its expiry. Default `'5m'`. */
  readonly retention?: Duration
  /** Hears every event of the command, for an audit trail. */
  readonly onEvent?: EventListener
}

/** Gives a configuration its type; `hallpass.config.js` exports what it returns. */
export function defineConfig(config: HallpassConfig): HallpassConfig {
  return config
}

/** The members of a configuration. */
export const CONFIG_MEMBERS: Readonly<Record<keyof HallpassConfig, true>> = {
  scopes: true,
  store: true,
  prefix: true,
  pepper: true,
  format: true,
  retention: true,
  onEvent: true,
}
