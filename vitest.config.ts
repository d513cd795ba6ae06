import { configDefaults, defineConfig } from 'vitest/config'

/** Packages resolve to their sources, so that no test needs a build. Behind it are Vite's own defaults for Node. */
const conditions = ['@hallpass/source', 'module', 'node', 'development|production']
const externalConditions = ['@hallpass/source', 'node', 'module-sync']

const shared = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions } },
}

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: { name: 'unit', include: ['packages/*/test/**/*.test.ts'], testTimeout: 30_000 },
      },
      {
        ...shared,
        test: {
          name: 'across',
          include: ['test/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'test/house/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'house',
          include: ['test/house/**/*.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
})
