import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Files that take longest start first, so that no worker is left with one of them at the end. */
const LONGEST = ['tests/dev.test.ts', 'tests/invoke.test.ts']

function rank({ moduleId }: TestSpecification): number {
  const place = LONGEST.findIndex((name) => moduleId.replaceAll('\\', '/').endsWith(name))
  return place === -1 ? LONGEST.length : place
}

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rank(a) - rank(b))
  }
}

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'console/**/*.test.ts', 'tests/**/*.test.ts'],
    // The tests wait for processes of their own more than they compute.
    maxWorkers: '100%',
    // No test replaces a module: loading them once for all files spares a tenth of the time.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    sequence: { sequencer: LongestFirst },
  },
})
