import { expect, it } from 'vitest'
import { Slabs, type Address } from './slabs.ts'

const KILOBYTE = 1024

it('what comes and goes in turn is put where others were', () => {
  const slabs = new Slabs()
  const kept: Address[] = []
  const seen = new Set<Buffer>()
  for (let number = 0; number < 10_000; number++) {
    const address = slabs.take(KILOBYTE)
    kept.push(address)
    seen.add(slabs.slice(address).bytes)
    if (kept.length > 1000) slabs.free(kept.shift()!)
  }
  const total = [...seen].reduce((sum, { length }) => sum + length, 0)
  expect(total).toBeLessThan(2 * 1000 * KILOBYTE)
})

it('what is large has a place of its own, which goes with it', () => {
  const slabs = new Slabs()
  const [small, large, next] = [slabs.take(10), slabs.take(1024 * KILOBYTE), slabs.take(10)]
  const memory = slabs.slice(large).bytes
  expect(memory.length).toBe(1024 * KILOBYTE)
  expect(slabs.slice(next).bytes === slabs.slice(small).bytes).toBe(true)
  expect(slabs.slice(next).at).toBe(16)
  slabs.free(large)
  // As a comparison: of what is not the same each byte would be looked at.
  expect(slabs.slice(slabs.take(1024 * KILOBYTE)).bytes === memory).toBe(false)
})
