import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../repository.js'
import { type Outcome, run } from '../run.js'
import type { Program } from './programs.js'

/** Puts programs into a scratch folder of the workspace, where imports find its packages. */
export function writePrograms(programs: readonly Program[], name: string): void {
  const folder = folderOf(name)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG))
  writeFileSync(join(folder, 'let-go.mjs'), LET_GO)
  for (const program of programs) writeFileSync(join(folder, fileOf(program)), program.code)
}

/** Compiles them all at once; the answer names pages and the lines on them. */
export async function compilePrograms(programs: readonly Program[], name: string): Promise<readonly string[]> {
  if (programs.length === 0) return []
  const { exitCode, output } = await run(process.execPath, [TSC, '--pretty', 'false', '-p', '.'], folderOf(name))
  const problems = output.split('\n').filter((line) => line !== '')
  return exitCode === 0 ? [] : problems.map((line) => inPages(line, programs))
}

/** Runs one, with the packages' sources, until nothing is left to do. */
export function runProgram(program: Program, name: string): Promise<Outcome> {
  const words = ['--conditions=@hallpass/source', '--import', TSX, '--import', './let-go.mjs', fileOf(program)]
  return run(process.execPath, words, folderOf(name))
}

/** Under `test`, whose package.json has every package of the workspace. */
function folderOf(name: string): string {
  return join(ROOT, 'test/.tmp', name)
}

const TSX = import.meta.resolve('tsx')
const TSC = join(ROOT, 'node_modules/typescript/bin/tsc')

const TSCONFIG = {
  extends: '../../../tsconfig.json',
  compilerOptions: { moduleDetection: 'force' },
  include: ['*.ts'],
}

/** A server in the docs listens at a port of its own, and ends with the program instead of holding it open. */
const LET_GO = `import { Server } from 'node:net'
const { listen } = Server.prototype
Server.prototype.listen = function (...listenArguments) {
  const listening = listenArguments.find((argument) => typeof argument === 'function')
  return listen.call(this, 0, '127.0.0.1', listening).unref()
}
`

function fileOf({ name }: Program): string {
  return `${name.replace(/[^\w.-]/g, '_')}.ts`
}

function inPages(problem: string, programs: readonly Program[]): string {
  const program = programs.find((one) => problem.startsWith(fileOf(one)))
  return program ? problem.replace(fileOf(program), program.name.replace(/:\d+$/, '')) : problem
}
