import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../repository.js'
import { mustRun } from '../run.js'
import type { Manifest, WorkspacePackage } from '../workspace.js'
import type { Packed } from './pack.js'

/**
 * A folder far from the workspace, with the tarballs and what they ask for, installed by npm: their peers, and the types
 * that they are developed with. Versions are the workspace's; native code is taken from it, since compiling takes minutes.
 * @throws Error where npm cannot install them
 */
export async function freshFolder(packed: readonly Packed[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'hallpass-fresh-'))
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'a-stranger', private: true }))
  const wanted = [...packed.map(({ tarball }) => tarball), ...new Set(packed.flatMap(companions)), ...typesOfNode()]
  await mustRun('npm', ['install', '--ignore-scripts', '--prefer-offline', '--prefix', folder, ...wanted], folder)
  for (const name of ['better-sqlite3']) copyNative(name, packed, folder)
  return folder
}

function companions({ folder, manifest }: WorkspacePackage): readonly string[] {
  const types = Object.keys(manifest.devDependencies ?? {}).filter((name) => name.startsWith('@types/'))
  return [...Object.keys(manifest.peerDependencies ?? {}), ...types].map((name) => installed(folder, name))
}

function typesOfNode(): readonly string[] {
  return [installed('', '@types/node')]
}

/** A package as the workspace has it, for npm. */
function installed(folder: string, name: string): string {
  const path = join(ROOT, folder, 'node_modules', name, 'package.json')
  return `${name}@${(JSON.parse(readFileSync(path, 'utf8')) as Manifest).version}`
}

function copyNative(name: string, packed: readonly Packed[], folder: string): void {
  const built = packed
    .map((one) => join(ROOT, one.folder, 'node_modules', name, 'build'))
    .find((path) => existsSync(path))
  if (built) cpSync(built, join(folder, 'node_modules', name, 'build'), { recursive: true, dereference: true })
}
