import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type RecordingServer, recordingServer } from '../browser/recording-server.js'

const DOCS = fileURLToPath(new URL('../../docs/', import.meta.url))

/** Builds the site, without its reference, into a scratch folder, and gives its path. Dead links make it fail. */
export async function buildSite(): Promise<string> {
  const folder = fileURLToPath(new URL('../.tmp/site/', import.meta.url))
  const vitepress = join(DOCS, 'node_modules/vitepress/bin/vitepress.js')
  await promisify(execFile)(process.execPath, [vitepress, 'build', '--outDir', folder], { cwd: DOCS })
  return folder
}

/** Serves the files of a folder as they are. */
export function serveFolder(folder: string): Promise<RecordingServer> {
  return recordingServer(async ({ url = '/' }, response) => {
    const path = normalize(new URL(url, 'http://localhost').pathname)
    const file = join(folder, path.endsWith('/') ? `${path}index.html` : path)
    try {
      const bytes = await readFile(file)
      response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream' }).end(bytes)
    } catch {
      response.writeHead(404).end()
    }
  })
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
}
