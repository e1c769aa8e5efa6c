import { expect, it } from 'vitest'
import { fuzz } from './fuzz.ts'

const COUNT = 10_000
const seed = Number(process.env['OCHE_FUZZ_SEED'] ?? Date.now() % 2 ** 32)

it(`answers or closes ${COUNT} malformed messages and goes on`, async () => {
  console.log(`OCHE_FUZZ_SEED=${seed}`)
  await expect(fuzz(COUNT, seed)).resolves.toBeUndefined()
})
