import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { TokenRecord } from '@hallpass/core'
import { idOf, recordOf } from '@hallpass/store-contract'

/** What may come over the record {@link HARMED}, and what is told of it. */
export interface Harm {
  readonly what: string
  readonly does: (directory: string, version: string) => void
  readonly told: RegExp
}

/** The record that is harmed. */
export const HARMED = recordOf({ id: idOf(2), subject: 'bob', forgetAt: 1 })

export const HARMS: readonly Harm[] = [
  { what: 'cut off', does: (_, version) => truncateSync(version, 100), told: /cut off or changed/ },
  {
    what: 'cut off by one byte',
    does: (_, version) => truncateSync(version, readFileSync(version).length - 1),
    told: /cut off/,
  },
  { what: 'empty', does: (_, version) => truncateSync(version, 0), told: /empty file/ },
  { what: 'zeros', does: (_, version) => writeFileSync(version, Buffer.alloc(4096)), told: /cut off or changed/ },
  { what: 'garbage', does: (_, version) => writeFileSync(version, 'garbage\n'), told: /cut off or changed/ },
  { what: 'no UTF-8', does: (_, version) => writeFileSync(version, Buffer.from([0xff, 0xfe, 0x0a])), told: /cut off/ },
  { what: 'one digit that changed', does: changeOneDigit, told: /checksum does not fit/ },
  { what: 'no JSON', does: (_, version) => writeFileSync(version, withChecksum('{"id":')), told: /not JSON/ },
  { what: 'another value', does: (_, version) => writeFileSync(version, withChecksum('[]')), told: /"whole" is wrong/ },
  ...wrongMembers().map(([name, value]) => ({
    what: `a wrong ${name}`,
    does: (_: string, version: string) =>
      writeFileSync(version, withChecksum(JSON.stringify({ ...HARMED, [name]: value }))),
    told: new RegExp(`"${name}" is wrong`),
  })),
  {
    what: 'another record',
    does: (_, version) => writeFileSync(version, withChecksum(JSON.stringify(recordOf({ id: idOf(3) })))),
    told: /another id/,
  },
  {
    what: 'another version',
    does: (_, version) => writeFileSync(version, withChecksum(JSON.stringify({ ...HARMED, version: 2 }))),
    told: /another version/,
  },
  { what: 'no version', does: (_, version) => rmSync(version), told: /has no version/ },
  { what: 'a version that is a directory', does: (_, version) => replaceBy(version, mkdirSync), told: /not a file/ },
  {
    what: 'a version that is a symbolic link',
    does: (directory, version) => {
      renameSync(version, join(directory, 'elsewhere'))
      symlinkSync(join(directory, 'elsewhere'), version)
    },
    told: /cannot be read \(ELOOP\)/,
  },
  {
    what: 'a version that is a pipe',
    does: (_, version) => replaceBy(version, (path) => execFileSync('mkfifo', [path])),
    told: /not a file/,
  },
  { what: 'a version of a gigabyte', does: (_, version) => truncateSync(version, 2 ** 30), told: /too large/ },
  {
    what: 'a file',
    does: (directory) => replaceBy(directory, (path) => writeFileSync(path, '')),
    told: /not a directory/,
  },
  {
    what: 'a symbolic link',
    does: (directory) => {
      renameSync(directory, `${directory}.elsewhere`)
      symlinkSync(`${directory}.elsewhere`, directory)
    },
    told: /not a directory/,
  },
]

/** JSON, whatever it holds, as the store writes it. */
function withChecksum(json: string): string {
  return `${crc32(json).toString(16).padStart(8, '0')} ${json}\n`
}

function wrongMembers(): readonly (readonly [name: keyof TokenRecord, value: unknown])[] {
  return [
    ['digest', undefined],
    ['state', 'open'],
    ['closedAs', 'revoked'],
    ['expiresAt', '2030-01-01'],
    ['usesLeft', undefined],
    ['grants', [{ scope: 'flows' }]],
    ['grants', {}],
    ['bindings', { session: 7 }],
    ['holds', [{ id: 'h' }]],
    ['decisions', [{ what: 'forgot', by: 'carol', at: 1 }]],
    ['metadata', []],
    ['subject', null],
  ]
}

function changeOneDigit(_: string, version: string): void {
  writeFileSync(version, readFileSync(version, 'utf8').replace('"usesLeft":null', '"usesLeft":9999'))
}

function replaceBy(path: string, make: (path: string) => unknown): void {
  rmSync(path, { recursive: true })
  make(path)
}
