import { filesUnder, readText } from './repository.js'

/** The members of a package.json that the house rules read. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly packageManager?: string
  readonly scripts?: Readonly<Record<string, string>>
  readonly exports?: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly bin?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** One package of the workspace. */
export interface WorkspacePackage {
  /** Its folder, from the top of the repository. */
  readonly folder: string
  readonly manifest: Manifest
}

/** The package.json at the top. */
export const rootManifest: Manifest = readManifest('package.json')

/** What is published. */
export const publishedPackages: readonly WorkspacePackage[] = packagesIn(/^packages\/[^/]+\/package\.json$/)

/** Everything in the workspace but its top. */
export const workspacePackages: readonly WorkspacePackage[] = packagesIn(
  /^(packages\/[^/]+|examples\/[^/]+|test|bench|docs)\/package\.json$/,
)

/** The entry points of a published package: how users import it, and the source (or the types of what is shipped as it is). */
export function entryPoints({ folder, manifest }: WorkspacePackage): readonly EntryPoint[] {
  return Object.entries(manifest.exports ?? {}).flatMap(([path, conditions]) => {
    const source = conditions['@hallpass/source'] ?? conditions['types']
    return source ? [{ specifier: manifest.name + path.slice(1), source: `${folder}/${source.slice(2)}` }] : []
  })
}

/** One way into a package. */
export interface EntryPoint {
  /** As in `import … from`. */
  readonly specifier: string
  /** From the top of the repository. */
  readonly source: string
}

function packagesIn(place: RegExp): readonly WorkspacePackage[] {
  return ['packages', 'examples', 'test', 'bench', 'docs']
    .flatMap(filesUnder)
    .filter((path) => place.test(path))
    .map((path) => ({ folder: path.replace('/package.json', ''), manifest: readManifest(path) }))
}

function readManifest(path: string): Manifest {
  return JSON.parse(readText(path)) as Manifest
}
