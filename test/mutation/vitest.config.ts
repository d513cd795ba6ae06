import { configDefaults, defineConfig } from 'vitest/config'

/** Tests that measure time, which mutants and a busy machine both change. */
const MEASURES_TIME = ['takes time in proportion', 'has a fault that each case']

/** Which tests are run. Those of one folder tell of its mutants in a fraction of the time. */
const TESTS = process.env['HALLPASS_MUTATION_TESTS']?.split(' ') ?? [
  'packages/{core,store-contract,http}/test/**/*.test.ts',
  'test/{oauth,approvals}/**/*.test.ts',
]

/** The tests of core, of the contract of stores, and of http, as mutation testing runs them. */
export default defineConfig({
  resolve: { conditions: ['@hallpass/source', 'module', 'node', 'development|production'] },
  ssr: {
    resolve: {
      conditions: ['@hallpass/source', 'module', 'node', 'development|production'],
      externalConditions: ['@hallpass/source', 'node', 'module-sync'],
    },
  },
  test: {
    dir: new URL('../..', import.meta.url).pathname,
    include: TESTS,
    exclude: [...configDefaults.exclude, '**/live-count-cost.test.ts', '**/sweeper.test.ts'],
    testNamePattern: new RegExp(`^(?!.*(?:${MEASURES_TIME.join('|')}))`),
    testTimeout: 20_000,
  },
})
