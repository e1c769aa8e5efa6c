import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Arguments } from '../../arguments/values.ts'
import { spendingOf } from './spending.ts'

const args = (flags: Record<string, string>) => new Arguments([], new Map(Object.entries(flags)))

describe('spendingOf', () => {
  it('is all that was asked for where there is no budget', () => {
    expect(spendingOf(args({ rounds: '5', invocations: '9' }), 4)).toEqual({
      rounds: 5,
      invocations: 9,
      total: 200,
    })
  })

  it('never exceeds the budget, and leaves a cold and a warm invocation of each', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 5000 }),
        (count, budget) => {
          fc.pre(budget >= count * 4)
          const { rounds, invocations, total } = spendingOf(args({ budget: String(budget) }), count)
          expect(total).toBeLessThanOrEqual(budget)
          expect(rounds).toBeGreaterThanOrEqual(2)
          expect(invocations).toBeGreaterThanOrEqual(1)
        },
      ),
    )
  })

  it('refuses a budget for nothing', () => {
    expect(() => spendingOf(args({ budget: '7' }), 2)).toThrow('too small')
  })
})
