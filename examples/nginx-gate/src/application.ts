import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { type Child, startChild } from './child.js'

/** The application in Python, running. */
export interface Application extends Child {
  readonly port: number
}

/** Starts it; it tells the port that it found. */
export async function startApplication(log: (line: string) => void): Promise<Application> {
  const child = startChild('python3', [fileURLToPath(new URL('../application.py', import.meta.url))], log)
  const [line] = (await once(child.process.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
  return { ...child, port: Number(line.toString()) }
}
