import { COUNT } from './lua/count.lua.js'
import type { Site } from './site.js'
import { scopeName } from './terms.js'

/** How many records with a grant of the scope are live. */
export async function count({ line, layout }: Site, scope: string, now: number): Promise<number> {
  const name = scopeName(scope)
  return (await line.run(COUNT, [layout.firsts(name), layout.others(name)], [`${now}`])) as number
}
