// Runs in a thread of its own, where waiting holds up nobody: moves the WAL into the database, whenever it is told to.
import { parentPort, workerData } from 'node:worker_threads'
import Driver from 'better-sqlite3'

/** From so many pages on the WAL must begin anew: 16 MiB. */
const PAGES_TO_RESTART = 4096

const client = new Driver(workerData.path, { timeout: 100 })

parentPort?.on('message', (/** @type {'checkpoint' | 'end'} */ order) => {
  if (order === 'checkpoint') {
    checkpoint()
    parentPort?.postMessage('done')
  } else {
    client.close()
    parentPort?.close()
  }
})

/**
 * A passive checkpoint disturbs nobody, but while others write it never comes to the end of the WAL, which grows then. The
 * other kind keeps writers out for a moment: they find the database locked, and come again.
 */
function checkpoint() {
  const [result] = /** @type {{ log: number }[]} */ (client.pragma('wal_checkpoint(PASSIVE)'))
  if (result && result.log >= PAGES_TO_RESTART) client.pragma('wal_checkpoint(RESTART)')
}
