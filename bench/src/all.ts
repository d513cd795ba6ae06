import { spawnSync } from 'node:child_process'

/** Every benchmark, each in a process of its own. */
for (const name of ['validate-memory', 'validate-sqlite', 'memory-per-token', 'http-throughput']) {
  const run = spawnSync(
    process.execPath,
    ['--conditions=@hallpass/source', '--import', 'tsx', new URL(`./${name}.ts`, import.meta.url).pathname],
    { stdio: 'inherit' },
  )
  if (run.status !== 0) process.exit(run.status ?? 1)
}
