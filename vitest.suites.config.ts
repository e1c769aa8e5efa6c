import { defineConfig } from 'vitest/config'

/** The wider suites: they need more than Node, so only `.ci/suites/*` runs them, each by its folder. */
export default defineConfig({
  test: {
    include: ['tests/**/*.suite.ts'],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 900_000,
  },
})
