import { defineConfig } from 'vitest/config'

const source = ['@hallpass/source']

const shared = {
  resolve: { conditions: source },
  ssr: { resolve: { conditions: source, externalConditions: source } },
}

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: { name: 'unit', include: ['packages/*/test/**/*.test.ts'], typecheck: { enabled: false } },
      },
      {
        ...shared,
        test: { name: 'across', include: ['test/**/*.test.ts'], exclude: ['test/house/**'], testTimeout: 60_000 },
      },
      {
        ...shared,
        test: { name: 'house', include: ['test/house/**/*.test.ts'], testTimeout: 240_000 },
      },
    ],
  },
})
