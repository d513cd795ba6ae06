import type { Effort, Group } from './groups/group.js'

/** One group in this process: `group-process.ts memory quick`. Its report goes to the parent. */
const [name = '', effort = 'full'] = process.argv.slice(2)
const { run } = (await import(`./groups/${name}.ts`)) as { readonly run: Group }
const report = await run(effort as Effort)
process.send?.(report, () => process.exit())
