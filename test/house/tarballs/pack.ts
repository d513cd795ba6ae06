import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../repository.js'
import { mustRun } from '../run.js'
import { publishedPackages, rootManifest, type WorkspacePackage } from '../workspace.js'

/** A published package and the tarball that its users would get. */
export interface Packed extends WorkspacePackage {
  /** Absolute. */
  readonly tarball: string
}

/**
 * Builds all packages from nothing and packs them as they would be published.
 * @throws Error where the build or the packing fails
 */
export async function packAll(): Promise<readonly Packed[]> {
  for (const { folder } of publishedPackages) rmSync(join(ROOT, folder, 'dist'), { recursive: true, force: true })
  await mustRun('npm', ['run', 'build'], ROOT)
  const destination = join(ROOT, '.tmp/tarballs')
  rmSync(destination, { recursive: true, force: true })
  mkdirSync(destination, { recursive: true })
  const pnpm = ['-y', rootManifest.packageManager ?? 'pnpm']
  await mustRun('npx', [...pnpm, '--filter', './packages/*', 'pack', '--pack-destination', destination], ROOT)
  return publishedPackages.map((one) => ({ ...one, tarball: join(destination, tarballName(one)) }))
}

function tarballName({ manifest }: WorkspacePackage): string {
  return `${manifest.name.replace('@', '').replace('/', '-')}-${manifest.version}.tgz`
}

/** What is in a tarball, as paths from the package's top. */
export async function filesIn({ tarball }: Packed): Promise<readonly string[]> {
  if (!existsSync(tarball)) throw new Error(`there is no tarball ${tarball}`)
  const listed = await mustRun('tar', ['-tzf', tarball], ROOT)
  return listed.split('\n').flatMap((path) => (path === '' ? [] : [path.replace(/^package\//, '')]))
}
