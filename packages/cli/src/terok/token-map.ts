import { constants } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { CommandError } from '../command-error.js'

/** One line of the map: which new token stands for which old one. */
export interface MapLine {
  readonly old: string
  readonly id: string
  readonly token: string
  readonly expiresAt: string
  readonly project: string
  readonly task: string
}

/** A file of lines of JSON that only its owner can read. */
export interface TokenMap {
  /** The old tokens that an import before this one has written. */
  readonly known: ReadonlySet<string>
  write(line: MapLine): Promise<void>
  /** Waits for the disk. */
  close(): Promise<void>
}

const OWNER_ONLY = 0o600
const { O_APPEND, O_CREAT, O_NOFOLLOW, O_RDWR } = constants

/**
 * Opens the map, and makes it where it is not there. One that an interrupted import has left is gone on with.
 * @throws CommandError with exit `failed`: it cannot be opened, others may read it, or it is something else
 */
export async function openTokenMap(path: string): Promise<TokenMap> {
  const file = await opened(path)
  try {
    const known = await knownTokens(file, path)
    return {
      known,
      write: (line) => file.appendFile(`${JSON.stringify(line)}\n`),
      close: async () => {
        await file.sync()
        await file.close()
      },
    }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function opened(path: string): Promise<FileHandle> {
  try {
    return await open(path, O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW, OWNER_ONLY)
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    throw new CommandError('failed', `the map ${JSON.stringify(path)} could not be opened (${code})`, { cause })
  }
}

async function knownTokens(file: FileHandle, path: string): Promise<ReadonlySet<string>> {
  const { mode } = await file.stat()
  if ((mode & 0o077) !== 0) throw refusal(path, 'is open to others: expected a file that only its owner can read')
  const lines = (await file.readFile('utf8')).split('\n')
  if (lines.pop() !== '')
    throw refusal(path, 'ends in the middle of a line: remove that line, its token reached nobody')
  return new Set(lines.map((line) => oldToken(line, path)))
}

function oldToken(line: string, path: string): string {
  try {
    const { old } = JSON.parse(line) as Partial<MapLine>
    if (typeof old === 'string') return old
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
  }
  throw refusal(path, 'is no map of an import: name another file')
}

function refusal(path: string, text: string): CommandError {
  return new CommandError('failed', `${JSON.stringify(path)} ${text}`)
}
