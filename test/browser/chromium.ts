import { type Browser, chromium } from 'playwright-core'

/**
 * Starts a Chromium without a window, by the path of its program. It sends nothing but what the pages of the test ask for.
 * Close it after the test.
 */
export function startChromium(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, headless: true, args: FLAGS })
}

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
