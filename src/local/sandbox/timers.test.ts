import * as fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Timers } from './timers.ts'

const name = fc.constantFrom('a', 'b', 'c')
const milliseconds = fc.integer({ min: -1, max: 20 })
const move = fc.oneof(
  fc.record({ do: fc.constant('set' as const), name, milliseconds }),
  fc.record({ do: fc.constant('clear' as const), name }),
  fc.record({ do: fc.constant('wait' as const), milliseconds: fc.nat(15) }),
)

describe('timers', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('fire as those of the system do, each at its time, unless cleared or set anew', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
        const [own, systems]: string[][] = [[], []]
        const timers = new Timers()
        const theirs = new Map<string, NodeJS.Timeout>()
        const start = performance.now()
        const tell = (list: string[], one: string) => () =>
          list.push(`${one} at ${performance.now() - start}`)
        for (const one of moves) {
          if (one.do === 'wait') vi.advanceTimersByTime(one.milliseconds)
          else clearTimeout(theirs.get(one.name))
          if (one.do === 'clear') timers.clear(one.name)
          if (one.do !== 'set') continue
          timers.set(one.name, one.milliseconds, tell(own!, one.name))
          theirs.set(one.name, setTimeout(tell(systems!, one.name), one.milliseconds))
        }
        vi.advanceTimersByTime(100)
        expect(own!.toSorted()).toEqual(systems!.toSorted())
        expect(vi.getTimerCount()).toBe(0)
      }),
    )
  })

  it('that are due together may clear each other', () => {
    const fired: string[] = []
    const timers = new Timers()
    for (const [one, other] of ['ab', 'ba']) {
      timers.set(one!, 5, () => {
        fired.push(one!)
        timers.clear(other!)
      })
    }
    vi.advanceTimersByTime(10)
    expect(fired).toEqual(['a'])
  })

  it('may be as far away as there is, and end when they are closed', () => {
    const timers = new Timers()
    timers.set('far', 2 ** 31 - 1, () => expect.unreachable())
    vi.advanceTimersByTime(100_000)
    timers.close()
    expect(vi.getTimerCount()).toBe(0)
  })
})
