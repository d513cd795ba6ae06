import type { Order } from './messages.js'
import { tasks } from './tasks.js'
import { tell } from './tell.js'

/** A process that does what it is told, on a store of its own connections. */
process.on('message', (order: Order) => void obey(order))
process.on('disconnect', () => process.exit())
await tell({ kind: 'ready' })

async function obey({ number, task, args }: Order): Promise<void> {
  const work = tasks[task] as (...args: unknown[]) => Promise<unknown>
  try {
    await tell({ kind: 'done', number, value: await work(...args) })
  } catch (error) {
    await tell({ kind: 'done', number, error: error instanceof Error ? (error.stack ?? error.message) : String(error) })
  }
}
