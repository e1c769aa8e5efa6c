import { expect, it } from 'vitest'
import { Slabs, type Slice } from './slabs.ts'

const KILOBYTE = 1024

it('what comes and goes in turn is put where others were', () => {
  const slabs = new Slabs()
  const kept: Slice[] = []
  const seen = new Set<unknown>()
  for (let number = 0; number < 10_000; number++) {
    const slice = slabs.take(KILOBYTE)
    kept.push(slice)
    seen.add(slice.slab)
    if (kept.length > 1000) slabs.free(kept.shift()!)
  }
  const bytes = [...seen].map((slab) => (slab as Slice['slab']).bytes.length)
  const total = bytes.reduce((sum, size) => sum + size, 0)
  expect(total).toBeLessThan(2 * 1000 * KILOBYTE)
})

it('what is large has a place of its own, which goes with it', () => {
  const slabs = new Slabs()
  const [small, large, next] = [slabs.take(10), slabs.take(1024 * KILOBYTE), slabs.take(10)]
  expect(large.slab).not.toBe(small.slab)
  expect([next.slab, next.at]).toEqual([small.slab, 16])
  slabs.free(large)
  expect(slabs.take(1024 * KILOBYTE).slab).not.toBe(large.slab)
})
