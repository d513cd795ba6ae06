import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** An example that runs as a process of its own, as a user starts it. */
export interface StartedExample {
  /** All that it has printed, to stdout and stderr. */
  printed(): string
  /** Resolves when what it printed fits. Rejects where the process ends without it. */
  prints(pattern: RegExp): Promise<RegExpExecArray>
  /** Interrupts it, as Ctrl+C does: npm, its shell and the example all hear it. Resolves when it is gone. */
  interrupt(): Promise<void>
}

/**
 * Starts `examples/<name>` by its script, and waits for what its instructions end with.
 * @param ports default free ones
 */
export async function startExampleProcess(
  name: string,
  instructionsEnd: RegExp,
  ports: Readonly<Record<string, string>> = { PORT: '0', PROVIDER_PORT: '0' },
): Promise<StartedExample> {
  const child = spawn('npm', ['start', '--silent'], {
    cwd: fileURLToPath(new URL(`../../examples/${name}`, import.meta.url)),
    env: { ...process.env, ...ports },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const example = observe(child)
  await example.prints(instructionsEnd)
  return example
}

function observe(child: ChildProcess): StartedExample {
  const exited = once(child, 'close')
  let text = ''
  let gone = false
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      child.emit('printed')
    })
  child.once('close', () => {
    gone = true
  })

  return {
    printed: () => text,
    prints: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = pattern.exec(text)
          if (found) resolve(found)
        }
        child.on('printed', look)
        exited.then(() => reject(new Error(`it ended without printing ${pattern}: ${text}`)), reject)
        look()
      }),
    interrupt: async () => {
      if (!gone && child.pid !== undefined) process.kill(-child.pid, 'SIGINT')
      await exited
    },
  }
}
