import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Few } from './few.ts'

const key = fc.nat(6)
const step = fc.oneof(
  fc.record({ do: fc.constant('set' as const), key, value: fc.nat() }),
  fc.record({ do: fc.constant('delete' as const), key }),
  fc.record({ do: fc.constant('clear' as const), key }),
)

describe('a map of few entries', () => {
  it('holds what a Map holds, whatever comes and goes', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const [few, map] = [new Few<number, number>(), new Map<number, number>()]
        for (const one of steps) {
          if (one.do === 'set') {
            few.set(one.key, one.value)
            map.set(one.key, one.value)
          } else if (one.do === 'delete') {
            few.delete(one.key)
            map.delete(one.key)
          } else if (one.key === 0) {
            few.clear()
            map.clear()
          }
          const pairs = few.keys().map((known, at) => [known, few.values()[at]])
          expect(new Map(pairs as [number, number][])).toEqual(map)
          expect([few.size, few.get(one.key)]).toEqual([map.size, map.get(one.key)])
        }
      }),
    )
  })
})
