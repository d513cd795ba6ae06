import { configDefaults, defineConfig } from 'vitest/config'

/** Packages resolve to their sources, so that no test needs a build. Behind it are Vite's own defaults for Node. */
const conditions = ['@hallpass/source', 'module', 'node', 'development|production']
const externalConditions = ['@hallpass/source', 'node', 'module-sync']

const shared = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions } },
}

/** How long `expect.poll` waits for what has to come: a busy machine may need seconds for what takes milliseconds elsewhere. */
const patient = { poll: { timeout: 30_000 } }

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          include: ['packages/*/test/**/*.test.ts'],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: patient,
        },
      },
      {
        ...shared,
        test: {
          name: 'across',
          include: ['test/**/*.test.ts', 'examples/*/test/**/*.test.ts'],
          exclude: [...configDefaults.exclude, 'test/house/**'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          expect: patient,
        },
      },
      {
        ...shared,
        test: {
          name: 'house',
          include: ['test/house/**/*.test.ts'],
          testTimeout: 400_000,
          hookTimeout: 400_000,
          expect: patient,
        },
      },
    ],
  },
})
