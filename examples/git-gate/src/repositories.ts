import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** Makes a bare repository with one commit on `main`. */
export function createRepository(folder: string, name: string): void {
  const path = join(folder, name)
  git(['init', '--quiet', '--bare', '--initial-branch=main', path])
  const file = git(['hash-object', '-w', '--stdin'], path, `# ${name}\n`)
  const tree = git(['mktree'], path, `100644 blob ${file}\tREADME.md\n`)
  git(['update-ref', 'refs/heads/main', git(['commit-tree', tree, '-m', 'The first commit'], path)], path)
}

const AUTHOR = {
  GIT_AUTHOR_NAME: 'Example',
  GIT_AUTHOR_EMAIL: 'example@example.com',
  GIT_COMMITTER_NAME: 'Example',
  GIT_COMMITTER_EMAIL: 'example@example.com',
}

function git(words: readonly string[], cwd?: string, input = ''): string {
  return execFileSync('git', [...words], { cwd, input, encoding: 'utf8', env: { ...process.env, ...AUTHOR } }).trim()
}
