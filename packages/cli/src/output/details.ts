import { plainText } from './plain-text.js'

/** Draws names and their values, one a line; those without a value are left out. */
export function details(members: readonly (readonly [name: string, value: string | undefined])[]): readonly string[] {
  const given = members.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]))
  const width = Math.max(...given.map(([name]) => name.length))
  return given.map(([name, value]) => `${name.padEnd(width)}  ${plainText(value)}`)
}
