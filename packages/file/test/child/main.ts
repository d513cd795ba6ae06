import { once } from 'node:events'
import { type Tasks, tasks } from './tasks.js'

const [, , name = '', args = '[]'] = process.argv
const task = tasks[name as keyof Tasks] as (...args: unknown[]) => Promise<unknown>
const begin = once(process, 'message')
process.send?.('ready')
await begin
process.send?.(await task(...(JSON.parse(args) as unknown[])), () => process.disconnect())
