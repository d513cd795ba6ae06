import { HallpassError, shown } from '@hallpass/core'
import { type DamagedRecord, warnOfDamage } from './damage.js'

/** How a file store works. */
export interface FileStoreOptions {
  /**
   * What an answer survives. `'machine'` (default): a loss of power, since a write waits for the disk. `'process'`: the end
   * of the process, but maybe not of the machine, which may then remember a token as unused; several times faster.
   */
  readonly durability?: Durability
  /**
   * Hears of each damaged record, each time that it is met. The record stays as it is until somebody removes it. Default a
   * process warning with the code `HALLPASS_DAMAGED_RECORD`.
   */
  readonly onDamaged?: (damaged: DamagedRecord) => void
}

/** The options, complete. */
export type FileStoreSettings = Required<FileStoreOptions>

/** What an answer of the store survives: the loss of the machine, or of the process alone. */
export type Durability = 'machine' | 'process'

/**
 * Reads the options.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function readOptions(options: FileStoreOptions): FileStoreSettings {
  if (typeof options !== 'object' || options === null) throw refusal(`options must be an object, got ${shown(options)}`)
  const { durability = 'machine', onDamaged = warnOfDamage, ...unknown } = options
  const [stranger] = Object.keys(unknown)
  if (stranger !== undefined) throw refusal(`there is no option "${stranger}"; there are durability, onDamaged`)
  if (durability !== 'machine' && durability !== 'process')
    throw refusal(`durability must be "machine" or "process", got ${shown(durability)}`)
  if (typeof onDamaged !== 'function') throw refusal(`onDamaged must be a function, got ${shown(onDamaged)}`)
  return { durability, onDamaged }
}

/**
 * Reads the directory. On Windows there are neither the modes nor the synced directories that the store promises.
 * @throws HallpassError `ERR_OPTIONS`
 */
export function readDirectory(directory: string, platform: NodeJS.Platform = process.platform): string {
  if (typeof directory !== 'string' || directory.trim() === '' || directory.includes('\0'))
    throw refusal(`expected the path of a directory, got ${shown(directory)}`)
  if (platform === 'win32')
    throw refusal('expected a POSIX file system, got Windows; sqliteStore of @hallpass/drizzle works there')
  return directory
}

function refusal(text: string): HallpassError {
  return new HallpassError('ERR_OPTIONS', `fileStore: ${text}`)
}
