import { configDefaults, defineConfig } from 'vitest/config'

/** Tests that measure time, which mutants and a busy machine both change. */
const MEASURES_TIME = ['takes time in proportion', 'has a fault that each case']

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
    include: ['packages/{core,store-contract,http}/test/**/*.test.ts', 'test/{oauth,approvals}/**/*.test.ts'],
    exclude: [...configDefaults.exclude, '**/live-count-cost.test.ts', '**/sweeper.test.ts'],
    testNamePattern: new RegExp(`^(?!.*(?:${MEASURES_TIME.join('|')}))`),
    testTimeout: 20_000,
  },
})
