import type { IncomingMessage } from 'node:http'
import type { GateOptions } from '../options.js'

/**
 * Options of `authorizeUpgrade`: those of a gate, but for `page`. Chromium sends no `Sec-Fetch-Site` with a WebSocket:
 * with `cookie()` or `basic()` list the own origin too in `allowedOrigins`.
 */
export type UpgradeOptions = Omit<GateOptions<IncomingMessage>, 'page'>

const NAMES: Readonly<Record<keyof UpgradeOptions, true>> = {
  from: true,
  realm: true,
  disclosure: true,
  basePath: true,
  context: true,
  fingerprint: true,
  allowedOrigins: true,
  onRefused: true,
}

/** The options that `authorizeUpgrade` knows. */
export const UPGRADE_NAMES: readonly string[] = Object.keys(NAMES)
