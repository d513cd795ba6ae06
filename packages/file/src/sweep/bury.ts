import type { Archive } from '../archive.js'
import { passageNamed } from '../passage.js'
import { isId, shelfOf } from '../places.js'
import { namesIn } from '../shelf/shelves.js'

/** Removes what was renamed to `gone`, its cards first: as long as it is there, there is something left to do. */
export async function bury(archive: Archive, name: string, cards?: readonly string[]): Promise<void> {
  const { places, disk } = archive
  const { id } = passageNamed(name)
  if (isId(id)) {
    const shelf = shelfOf(places, id)
    for (const card of cards ?? (await namesIn(archive, shelf)))
      if (card.startsWith(`${name}.`)) await disk.removeFile(`${shelf}/${card}`)
  }
  await disk.removeTree(`${places.gone}/${name}`)
}
