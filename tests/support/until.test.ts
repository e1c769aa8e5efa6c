import { expect, it } from 'vitest'
import { until, within } from './until.ts'

const bound = { instead: () => [3], limit: 1 }

it('what is looked for is found once it is there', async () => {
  let looks = 0
  expect(await until('three looks', () => ++looks === 3 && 'found')).toBe('found')
})

it('what comes by itself is given on, and so is what fails', async () => {
  expect(await within('a value', Promise.resolve(0))).toBe(0)
  await expect(within('a value', Promise.reject(new Error('broken')))).rejects.toThrow('broken')
})

it.each([
  ['looks', () => until('a letter', () => undefined, bound)],
  ['waits', () => within('a letter', new Promise(() => {}), bound)],
])('who %s in vain is told for what, and what there was', async (_, wait) => {
  await expect(wait()).rejects.toThrow(/^waited 0\.001 s for a letter; there was \[\n {2}3\n\]$/)
})
