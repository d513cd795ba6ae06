import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { mustRun } from '../house/run.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** What npm would run as `hallpass`, built apart from the packages' own `dist`. */
export interface BuiltCommand {
  /** The built file. */
  readonly path: string
  remove(): void
}

/**
 * Builds the command and what it imports, in a copy inside of the repository: the packages' own `dist` belongs to whoever
 * builds or packs them.
 * @throws Error where it does not compile
 */
export async function buildCommand(): Promise<BuiltCommand> {
  mkdirSync(join(ROOT, '.tmp'), { recursive: true })
  const top = mkdtempSync(join(ROOT, '.tmp', 'built-'))
  for (const file of ['tsconfig.base.json', 'tsconfig.package.json']) cpSync(join(ROOT, file), join(top, file))
  for (const name of withItsPackages('cli')) copyPackage(name, top)
  await mustRun(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), '-b', join(top, 'packages/cli')], top)
  return {
    path: join(top, 'packages/cli/dist/bin.js'),
    remove: () => rmSync(top, { recursive: true, force: true }),
  }
}

/** A package, and those of the workspace that it is built after. */
function withItsPackages(name: string): ReadonlySet<string> {
  const { references = [] } = JSON.parse(readFileSync(join(ROOT, 'packages', name, 'tsconfig.json'), 'utf8')) as {
    readonly references?: readonly { readonly path: string }[]
  }
  return new Set([name, ...references.flatMap(({ path }) => [...withItsPackages(path.replace('../', ''))])])
}

/** Dependencies are linked; those of the workspace to their copies. */
function copyPackage(name: string, top: string): void {
  const from = join(ROOT, 'packages', name)
  const to = join(top, 'packages', name)
  for (const part of ['src', 'package.json', 'tsconfig.json'])
    cpSync(join(from, part), join(to, part), { recursive: true })
  const installed = join(from, 'node_modules')
  if (!existsSync(installed)) return
  mkdirSync(join(to, 'node_modules/@hallpass'), { recursive: true })
  for (const entry of readdirSync(installed).filter((entry) => entry !== '@hallpass' && !entry.startsWith('.')))
    symlinkSync(join(installed, entry), join(to, 'node_modules', entry))
  const ours = join(installed, '@hallpass')
  for (const entry of existsSync(ours) ? readdirSync(ours) : [])
    symlinkSync(join(top, 'packages', entry), join(to, 'node_modules/@hallpass', entry))
}
