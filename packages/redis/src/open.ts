import { HallpassError } from '@hallpass/core'
import { MARK } from './lua/mark.lua.js'
import type { RedisSettings } from './options.js'
import { checkSettings } from './settings/check-settings.js'
import { tellWarning } from './settings/warnings.js'
import type { Site } from './site.js'

/**
 * What is done before the first call: the client is connected, and those who share the tokens agree on where they are. The
 * function gives `undefined` once that is so; where it fails, the next call tries again.
 */
export function openOnce(site: Site, settings: RedisSettings): () => Promise<void> | undefined {
  let isOpen = false
  let opening: Promise<void> | undefined
  const settled = () => {
    opening = undefined
  }
  return () => {
    if (isOpen) return undefined
    opening ??= open(site, settings)
      .then(() => {
        isOpen = true
      })
      .finally(settled)
    return opening
  }
}

async function open({ line, layout }: Site, { partitions, keyPrefix, onWarning }: RedisSettings): Promise<void> {
  await line.connected()
  const mine = `1 ${partitions}`
  const there = String(await line.run(MARK, [layout.mark], [mine]))
  if (there !== mine)
    throw new HallpassError(
      'ERR_STORE',
      `the tokens under the keyPrefix "${keyPrefix}" are spread over ${there.split(' ')[1]} partitions, and this store is set to ${partitions}`,
    )
  for (const warning of await checkSettings(line.sendToMasters)) tellWarning(onWarning, warning)
}
