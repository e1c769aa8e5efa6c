import { expect, it } from 'vitest'
import { sinceTime } from './since.ts'

it('a time is a duration ago, or one in ISO 8601', () => {
  expect(sinceTime('30m', 10_000_000)).toBe(10_000_000 - 1_800_000)
  expect(sinceTime('1d', 100_000_000)).toBe(100_000_000 - 86_400_000)
  expect(sinceTime('2026-11-01T12:00:00Z', 0)).toBe(Date.UTC(2026, 10, 1, 12))
})

it.each(['', '30', 'm', '5w', 'yesterday', '2026-99'])('"%s" is none', (text) => {
  expect(() => sinceTime(text, 0)).toThrow(expect.objectContaining({ code: 'USAGE' }))
})
