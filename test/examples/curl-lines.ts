import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

/** A line that an example prints for people to try, with what the comment above it promises. */
export interface CurlLine {
  readonly command: string
  readonly status: number
  /** The problem code, where one is promised. */
  readonly code: string | undefined
}

/** What curl was answered. */
export interface CurlAnswer {
  readonly status: number
  readonly code: string | undefined
}

/** A line that was run. */
export interface TriedLine extends CurlLine {
  readonly answer: CurlAnswer
}

/** The lines `# what: 403 code` and the commands below them. */
export function curlLines(printed: string): readonly CurlLine[] {
  return [...printed.matchAll(/^ *# .*: (\d{3})(?: (\w+))?\n *(curl .*)$/gm)].map(([, status, code, command = '']) => ({
    command,
    status: Number(status),
    code,
  }))
}

/** Runs the lines, one after the other. */
export async function tryLines(lines: readonly CurlLine[]): Promise<readonly TriedLine[]> {
  const tried: TriedLine[] = []
  for (const line of lines) tried.push({ ...line, answer: await runCurl(line) })
  return tried
}

/** Runs a line in a shell, as somebody does who pastes it. */
export async function runCurl({ command }: Pick<CurlLine, 'command'>): Promise<CurlAnswer> {
  const { stdout } = await promisify(execFile)('sh', ['-c', command])
  const status = /^HTTP\/1\.1 (\d{3})/.exec(stdout)?.[1]
  return { status: Number(status), code: /"code":"(\w+)"/.exec(stdout)?.[1] }
}
