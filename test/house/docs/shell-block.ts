import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../repository.js'
import { rootManifest, workspacePackages } from '../workspace.js'
import { shellCommands } from './shell-commands.js'

/** What is wrong with a shell block: commands that nobody has, scripts, packages and files that are not there. */
export function shellProblems(code: string): readonly string[] {
  return shellCommands(code).flatMap(([program = '', ...words]) => {
    const check = PROGRAMS[program]
    if (!check) return [`${JSON.stringify(program)} is none of ${Object.keys(PROGRAMS).join(', ')}`]
    return check(words).map((problem) => `${program} ${words.join(' ')}: ${problem}`)
  })
}

type Check = (words: readonly string[]) => readonly string[]

const anything: Check = () => []
const aFile: Check = (words) => {
  const file = words.find((word) => !word.startsWith('-'))
  return file === undefined || existsSync(join(ROOT, file)) ? [] : [`there is no file ${file}`]
}

/** What a shell block may start. */
const PROGRAMS: Readonly<Record<string, Check>> = {
  npm: (words) => installProblems(words) ?? scriptProblems(words[0] === 'run' ? words.slice(1) : words, ['test', 'ci']),
  pnpm: (words) => installProblems(words) ?? scriptProblems(words[0] === 'run' ? words.slice(1) : words, ['exec']),
  npx: (words) => toolProblems(words),
  node: aFile,
  bash: aFile,
  git: anything,
  cd: anything,
  curl: anything,
  export: anything,
}

/** `undefined` where nothing is installed. */
function installProblems([command = '', ...words]: readonly string[]): readonly string[] | undefined {
  if (!['install', 'i', 'add'].includes(command)) return undefined
  const unknown = words.filter((word) => !word.startsWith('-') && !knownPackages.has(word))
  return unknown.map((name) => `${name} is in no package.json of the workspace`)
}

function scriptProblems([script = '']: readonly string[], builtIn: readonly string[]): readonly string[] {
  const known = script in (rootManifest.scripts ?? {}) || builtIn.includes(script) || knownTools.has(script)
  return known ? [] : [`the root package.json has no script ${JSON.stringify(script)}`]
}

function toolProblems(words: readonly string[]): readonly string[] {
  const tool = words.find((word) => !word.startsWith('-')) ?? ''
  return knownTools.has(tool) || tool === rootManifest.packageManager
    ? []
    : [`${JSON.stringify(tool)} is no tool of the workspace`]
}

const manifests = [rootManifest, ...workspacePackages.map(({ manifest }) => manifest)]

const knownPackages: ReadonlySet<string> = new Set(
  manifests.flatMap(({ name, dependencies, devDependencies, peerDependencies }) =>
    Object.keys({ [name]: '', ...dependencies, ...devDependencies, ...peerDependencies }),
  ),
)

const knownTools: ReadonlySet<string> = new Set([
  ...['biome', 'changeset', 'tsc', 'tsx', 'vitest'],
  ...manifests.flatMap(({ bin = {} }) => Object.keys(bin)),
])
