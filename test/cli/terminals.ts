import { join } from 'node:path'
import { createTokenService, defineScope } from '@hallpass/core'
import { fileStore } from '@hallpass/file'
import { expect, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { configuredFolder, writeTerokTokens } from './run-command.js'
import { openTerminal, type TerminalOptions } from './terminal.js'

const report = defineScope({ name: 'report', routes: ['GET /reports/:id'], resource: 'id', maxTtl: '1h' })

/** A folder with two tokens, one of which has a name that would command a terminal. */
async function folderWithTokens(): Promise<{ readonly cwd: string; readonly ids: readonly string[] }> {
  const cwd = configuredFolder()
  const service = createTokenService({
    scopes: [report],
    store: fileStore(join(cwd, 'tokens'), { durability: 'process' }),
  })
  const first = await service.mint(report, {
    resourceId: 'r-1',
    subject: '寿司',
    name: 'a\u001b[2J\u009b41mb',
    createdBy: 'ann',
  })
  const second = await service.mint(report, {
    resourceId: 'r-2',
    subject: 'task',
    name: 'x'.repeat(200),
    createdBy: 'bob',
  })
  await service.revoke(second.id, { by: 'ann' })
  await service.close()
  return { cwd, ids: [first.id, second.id] }
}

/** The built command in a terminal: what people see of it. */
export function terminalsSuite(path: () => string): void {
  describeWith('tmux', 'in a terminal', (tmux) => {
    const open = (cwd: string, words: readonly string[], options: TerminalOptions) =>
      openTerminal(tmux, cwd, [process.execPath, path(), ...words], options)

    it('lists tokens in aligned columns, within the width, in colours, and obeys no record', async () => {
      const { cwd, ids } = await folderWithTokens()
      const terminal = await open(cwd, ['list'], { columns: 110 })
      const [heading = '', first = '', second = ''] = (await terminal.left()).split('\n')
      expect(heading).toMatch(/^ID {16}STATUS {3}SCOPE {3}RESOURCE {2}SUBJECT {2}USES {7}EXPIRES {2}BY {3}NAME$/)
      expect(first).toBe(
        `${ids[0]}  active   report  r-1       寿司     unlimited  in 60m   ann  a\\u001b[2J\\u009b41mb`,
      )
      expect(second).toMatch(
        new RegExp(`^${ids[1]}  revoked  report  r-2       task     unlimited  in 60m   bob  x+…$`),
      )
      expect(second).toHaveLength(110)
      const coloured = await terminal.screen('colours')
      expect(coloured).toContain('\u001b[32mactive')
      expect(coloured).toContain('\u001b[31mrevoked')
      expect(coloured).not.toContain('\u001b[41m')
    })

    it('has no colours where NO_COLOR says so, and the width that COLUMNS says', async () => {
      const { cwd } = await folderWithTokens()
      const terminal = await open(cwd, ['list'], { columns: 120, env: { NO_COLOR: '1', COLUMNS: '100' } })
      const lines = (await terminal.left()).split('\n').filter((line) => line.includes('report'))
      expect(lines.map((line) => line.length <= 100)).toEqual([true, true])
      expect(lines[1]).toMatch(/x…$/)
      expect((await terminal.screen('colours')).split('\n').slice(0, 3).join('')).not.toContain('\u001b')
    })

    it('asks before it revokes by a filter, and revokes at a yes', async () => {
      const { cwd } = await folderWithTokens()
      const terminal = await open(cwd, ['revoke', '--scope', 'report'], { columns: 100 })
      await terminal.shows('revoke 1 token with scope "report"? [y/N]')
      await terminal.type('y', 'Enter')
      expect(await terminal.left()).toMatch(/^revoked 1\nended with 0$/m)
    })

    it('revokes nothing at Ctrl-C', async () => {
      const { cwd } = await folderWithTokens()
      const terminal = await open(cwd, ['revoke', '--scope', 'report'], { columns: 100 })
      await terminal.shows('[y/N]')
      await terminal.type('C-c')
      expect(await terminal.left()).toMatch(/ended with 130$/m)
      expect(
        (await (await open(cwd, ['list', '--state', 'active'], { columns: 100 })).left()).match(/ active /g),
      ).toHaveLength(1)
    })

    it('shows how far an import is, and takes the bar away at the end', async () => {
      const cwd = configuredFolder()
      writeTerokTokens(join(cwd, 'tokens.json'), 400)
      const words = ['import', 'tokens.json', '--scope', 'report', '--ttl', '1h', '--map', 'map']
      const terminal = await open(cwd, words, { columns: 80 })
      const left = (await terminal.left()).trim()
      const written = terminal.written().replaceAll('\r\u001b[K', '(clear)')
      expect(written).toMatch(/\(clear\)importing \[#*\.*\] \d+% \d+\/400\(clear\)/)
      expect(left).toBe('imported 400, 0 were there before; see map\nended with 0')
    })

    it('tells wrong use in one line', async () => {
      const terminal = await open(configuredFolder(), ['show'], { columns: 100 })
      const line = "hallpass: missing required argument 'id'; expected: hallpass show [options] <id>"
      expect((await terminal.left()).trim()).toBe(`${line}\nended with 2`)
    })
  })
}
