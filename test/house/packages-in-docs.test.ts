import { describe, expect, it } from 'vitest'
import { readText } from './repository.js'
import { publishedPackages } from './workspace.js'

describe.each(publishedPackages)('$manifest.name', ({ folder, manifest }) => {
  it('is in the table of packages in README', () => {
    const rows = section(readText('README.md'), 'Packages').filter((line) => line.startsWith('|'))
    expect(rows.join('\n')).toContain(`[\`${manifest.name}\`](${folder})`)
  })

  it('is among the arrows in ARCHITECTURE', () => {
    const [, arrows = ''] = /```text\n(.*?)```/s.exec(readText('ARCHITECTURE.md')) ?? []
    expect(arrows.match(/[a-z][a-z-]*[a-z]/g)).toContain(folder.replace('packages/', ''))
  })
})

/** The lines below a heading, to the next one. */
function section(page: string, heading: string): readonly string[] {
  const lines = page.split('\n')
  const behind = lines.slice(lines.indexOf(`## ${heading}`) + 1)
  const end = behind.findIndex((line) => line.startsWith('## '))
  return behind.slice(0, end)
}
