import { expect, it } from 'vitest'
import { fuzz } from './suites/fuzz/fuzz.ts'

/** As many as fit among the tests; `.ci/suites/fuzz` sends 10,000 from a seed of the day. */
const COUNT = 400
const SEED = 20_261_124

it.skipIf(process.platform === 'win32')(
  `answers or closes ${COUNT} malformed messages and goes on (skipped on Windows, which runs no bootstrap)`,
  async () => {
    await expect(fuzz(COUNT, SEED)).resolves.toBeUndefined()
  },
)
