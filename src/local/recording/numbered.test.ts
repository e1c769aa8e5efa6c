import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Numbered } from './numbered.ts'

const step = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ do: 'add' } as const) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('delete' as const), at: fc.nat(4000) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('replace' as const), at: fc.nat(4000) }) },
  { weight: 1, arbitrary: fc.constant({ do: 'cut' } as const) },
)

describe('numbered items', () => {
  it('are what a map of them is, whatever goes and is cut off', () => {
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 60 }),
        fc.integer({ min: 1, max: 80 }),
        (steps, times) => {
          const [numbered, map] = [new Numbered<string>(), new Map<number, string>()]
          let last = 0
          for (let round = 0; round < times; round++) {
            for (const one of steps) {
              if (one.do === 'add') map.set((last = numbered.add(`${round}`)), `${round}`)
              else if (one.do === 'delete') {
                if (numbered.delete(one.at) !== map.delete(one.at)) throw new Error(`${one.at}`)
              } else if (one.do === 'replace') {
                if (!map.has(one.at)) continue
                numbered.replace(one.at, 'new')
                map.set(one.at, 'new')
              } else numbered.cutBefore(Math.min(...map.keys(), last + 1))
            }
          }
          expect(numbered.size).toBe(map.size)
          expect([...numbered.from(1)]).toEqual(
            [...map].sort(([a], [b]) => a - b).map(([, item]) => item),
          )
          for (const number of [0, 1, 5, last, last + 1]) {
            expect(numbered.get(number)).toBe(map.get(number))
          }
        },
      ),
    )
  })

  it('go on to count when all of them are gone', () => {
    const numbered = new Numbered<string>()
    numbered.add('a')
    numbered.clear()
    expect([numbered.add('b'), numbered.get(1), numbered.size]).toEqual([2, undefined, 1])
  })
})
