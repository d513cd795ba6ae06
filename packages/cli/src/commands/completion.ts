import { Argument, type Command } from 'commander'
import { bashCompletion } from '../completion/bash.js'
import { fishCompletion } from '../completion/fish.js'
import { type CompletedCommand, completedCommands } from '../completion/words.js'
import { zshCompletion } from '../completion/zsh.js'
import { withExamples } from '../options.js'
import { print } from '../output/write.js'
import type { World } from '../world.js'

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } satisfies Record<
  string,
  (commands: readonly CompletedCommand[]) => string
>

/** Adds `completion`. */
export function addCompletion(program: Command, world: World): void {
  const command = program
    .command('completion')
    .description('Print a script that completes commands and options in a shell.')
    .addArgument(new Argument('<shell>', 'which shell').choices(Object.keys(SHELLS)))
  withExamples(command, [
    ['completion bash > ~/.local/share/bash-completion/completions/hallpass', 'for bash'],
    ['completion zsh > ~/.zfunc/_hallpass', 'for zsh, where ~/.zfunc is in fpath'],
    ['completion fish > ~/.config/fish/completions/hallpass.fish', 'for fish'],
  ])
  command.action((shell: keyof typeof SHELLS) => print(world, SHELLS[shell](completedCommands(program)).trimEnd()))
}
