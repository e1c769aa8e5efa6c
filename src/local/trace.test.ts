import { expect, it } from 'vitest'
import { TraceClock } from './trace.ts'

it('time goes on after the machine was asleep, and never back', () => {
  let [elapsed, wall] = [0, 1_000_000]
  const clock = new TraceClock(
    () => elapsed,
    () => wall,
  )
  const passes = (ms: number, asleep = 0) => {
    elapsed += ms
    wall += ms + asleep
    return clock.now()
  }
  expect(clock.now()).toBe(1_000_000)
  expect(passes(10.5)).toBe(1_000_010.5)
  expect(passes(10, 3_600_000)).toBe(4_600_020.5)
  expect(passes(10, -60_000)).toBe(4_600_030.5)
})
