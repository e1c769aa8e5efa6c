import { expect, it } from 'vitest'
import type { LocalEnvironment } from '../local/index.ts'
import { MemoryHistory } from './memory-history.ts'

const environment = (
  name: string,
  pid: number,
  memoryMb: number | undefined,
): LocalEnvironment => ({
  name,
  function: 'items',
  pid,
  state: 'idle',
  startedAt: 0,
  invocations: 1,
  memoryMb,
  memorySizeMb: 128,
})

const pointsOf = (history: MemoryHistory, one: LocalEnvironment) =>
  history.of([one])[0]!.memory.map(({ mb }) => mb)

it('keeps what each process had, and forgets those that are gone', () => {
  const history = new MemoryHistory()
  history.look([environment('a-1', 1, 40), environment('a-2', 2, 50)], 1)
  history.look([environment('a-1', 1, 41), environment('a-2', 3, 20)], 2)
  expect(pointsOf(history, environment('a-1', 1, 0))).toEqual([40, 41])
  expect(pointsOf(history, environment('a-2', 3, 0))).toEqual([20])
  history.look([environment('a-1', 1, undefined)], 3)
  expect(pointsOf(history, environment('a-1', 1, 0))).toEqual([40, 41])
  expect(pointsOf(history, environment('a-2', 3, 0))).toEqual([])
})

it('keeps ten minutes', () => {
  const history = new MemoryHistory()
  for (let at = 0; at < 1000; at++) history.look([environment('a', 1, at)], at)
  const points = pointsOf(history, environment('a', 1, 0))
  expect(points).toHaveLength(300)
  expect(points.at(-1)).toBe(999)
})
