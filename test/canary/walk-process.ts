import { take } from './walking.js'
import { walkNamed } from './walks/walks.js'

/** Takes one walk in a process of its own, so that all that is written to its streams is heard, by programs it starts too. */
const [name = '', folder = ''] = process.argv.slice(2)
const gathered = await take(walkNamed(name), folder)
process.send?.(gathered, () => process.disconnect())
