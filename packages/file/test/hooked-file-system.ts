import { type FileSystem, nodeFileSystem } from '../src/disk/file-system.js'

/** A call of the file system, before it is made. */
export interface FileCall {
  readonly name: string
  /** The path that it is about; that of what is made, where there are two. */
  readonly path: string
}

/** What is done around a call: it may throw, or wait, before or after it goes on. */
export type Hook = (call: FileCall, proceed: () => unknown) => unknown

/** The calls of Node, each of which goes through a hook; those of open files among them. */
export function hookedFileSystem(hook: Hook): FileSystem {
  const hooked = Object.entries(nodeFileSystem).map(([name, call]) => [name, wrap(name, call as Call, hook)])
  return Object.fromEntries(hooked) as FileSystem
}

type Call = (...args: unknown[]) => unknown

function wrap(name: string, call: Call, hook: Hook): Call {
  const path = (args: readonly unknown[]) => String(name === 'link' || name === 'rename' ? args[1] : args[0])
  if (name.endsWith('Sync')) return (...args) => hook({ name, path: path(args) }, () => call(...args))
  return async (...args) => {
    const result = await hook({ name, path: path(args) }, () => call(...args))
    return name === 'open' ? hookedFile(result as object, path(args), hook) : result
  }
}

function hookedFile(file: object, path: string, hook: Hook): object {
  return new Proxy(file, {
    get: (target, name) => {
      const member: unknown = Reflect.get(target, name)
      if (typeof member !== 'function') return member
      return async (...args: unknown[]) =>
        hook({ name: `file.${String(name)}`, path }, () => member.apply(target, args))
    },
  })
}
