import { type DamagedRecord, warnOfDamage } from './damage.js'
import { createDisk, type Disk } from './disk/disk.js'
import type { FileSystem } from './disk/file-system.js'
import { createGround } from './disk/ground.js'
import type { FileStoreSettings } from './options.js'
import { type Places, placesIn } from './places.js'

/** What the methods of one store work with. */
export interface Archive {
  readonly places: Places
  readonly fs: FileSystem
  readonly disk: Disk
  /** Makes the store's directory, where it is not there. */
  readonly ground: () => Promise<void>
  /** Tells of a damaged record. */
  readonly report: (damaged: DamagedRecord) => void
}

/** The archive in a directory. */
export function openArchive(root: string, settings: FileStoreSettings, fs: FileSystem): Archive {
  const places = placesIn(root)
  const disk = createDisk(fs, settings.durability)
  return { places, fs, disk, ground: createGround(places, fs, disk), report: reporter(settings) }
}

/** Whoever hears of damage and throws does not keep others from their records. */
function reporter({ onDamaged }: FileStoreSettings): Archive['report'] {
  return (damaged) => {
    try {
      onDamaged(damaged)
    } catch (cause) {
      warnOfDamage({ ...damaged, cause })
    }
  }
}
