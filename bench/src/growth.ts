import { fill, measure } from './growth/measure.js'
import { PLACES } from './growth/places.js'
import { recordMaker } from './growth/records.js'

/**
 * Prints, for each kind of store and size, the bytes per token, the milliseconds of a look, of pages of 200 and of a step of
 * a sweep, and how each compares with the smallest size. `growth.ts sqlite,redis 1000,100000`.
 */
const [kinds = Object.keys(PLACES).join(), sizes = '1000,100000,1000000'] = process.argv.slice(2)

const recordAt = await recordMaker()
for (const kind of kinds.split(',')) await grow(kind, sizes.split(',').map(Number))

async function grow(kind: string, steps: readonly number[]): Promise<void> {
  const open = PLACES[kind]
  if (!open) throw new Error(`there is no store called ${kind}; there are ${Object.keys(PLACES).join(', ')}`)
  const { store, bytes, end } = await open()
  const empty = await bytes()
  let first: Readonly<Record<string, number>> | undefined
  let filled = 0
  console.log(`\n${kind}`)
  for (const size of steps) {
    const begun = performance.now()
    await fill(store, filled, size, recordAt)
    const perSecond = (size - filled) / ((performance.now() - begun) / 1000)
    filled = size
    const each = ((await bytes()) - empty) / size
    const reading = { ...(await measure(store, size, recordAt)) }
    first ??= reading
    console.log(`  ${size} tokens: ${each.toFixed(0)} bytes each; ${perSecond.toFixed(0)} inserted a second`)
    for (const [name, time] of Object.entries(reading))
      console.log(
        `    ${name.padEnd(12)} ${time.toFixed(3).padStart(9)} ms  x${(time / (first[name] ?? time)).toFixed(2)}`,
      )
  }
  await end()
}
