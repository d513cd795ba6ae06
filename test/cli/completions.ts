import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { describeWith } from '../describe-with.js'
import { configuredFolder, runToEnd } from './run-command.js'
import { openTerminal } from './terminal.js'

/** How each shell is started without what its user has set up, and takes the script. */
const SHELLS: readonly (readonly [shell: string, words: readonly string[], load: string])[] = [
  ['bash', ['--norc', '--noprofile'], 'source ./script'],
  ['zsh', ['-f'], 'autoload -U compinit; compinit -D -u; source ./script'],
  ['fish', ['--no-config'], 'source script'],
]

/** What is typed before Tab, and what the line is then. */
const TYPED: readonly (readonly [typed: string, line: string])[] = [
  ['hallpass appr', 'hallpass approve'],
  ['hallpass list --sta', 'hallpass list --state'],
  ['hallpass list --state pen', 'hallpass list --state pending'],
  ['hallpass completion fi', 'hallpass completion fish'],
  ['hallpass import tok', 'hallpass import tokens.json'],
  ['hallpass list --config hall', 'hallpass list --config hallpass.config.mjs'],
]

/** The scripts of the built command, in the shells that they are for. */
export function completionsSuite(path: () => string): void {
  describeWith('tmux', 'completion', (tmux) => {
    describe.each(SHELLS)('in %s', (shell, words, load) => {
      describeWith(shell, 'completes', (program) => {
        it('commands, options, their choices, and files', async () => {
          const cwd = configuredFolder()
          writeFileSync(join(cwd, 'tokens.json'), '{}')
          const { out } = await runToEnd(cwd, process.execPath, [path(), 'completion', shell])
          writeFileSync(join(cwd, 'script'), out)
          const terminal = await openTerminal(tmux, cwd, [program, ...words], { columns: 120 })
          await terminal.type(load, 'Enter')
          for (const [at, [typed, line]] of TYPED.entries()) {
            await terminal.type(`clear; echo ready ${at}`, 'Enter')
            await terminal.shows(new RegExp(`^ready ${at}$`, 'm'))
            await terminal.type(typed, 'Tab')
            expect(await terminal.shows(line)).toContain(line)
            await terminal.type('C-c')
          }
        })
      })
    })
  })
}
